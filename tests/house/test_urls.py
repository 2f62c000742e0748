"""Does every address answer a stranger, a member and an organiser as its row says, and has every one a row?"""

import re

import pytest
from django.test import Client

from tests.house import doors, worlds

pytestmark = pytest.mark.django_db

ROUTES = sorted(doors.ROWS)
ROLES = ("stranger", "member", "organiser", "superuser")


def test_every_address_has_a_row_and_every_row_an_address():
    missing = sorted(set(doors.addresses()) - set(doors.ROWS))
    left_over = sorted(set(doors.ROWS) - set(doors.addresses()))

    assert (missing, left_over) == ([], [])


def test_every_address_with_a_hole_says_what_fills_it():
    odd = [route for route, row in doors.ROWS.items() if bool(re.search(r"[<(]", route)) != bool(row.filled_with)]

    assert odd == []


@pytest.fixture
def world():
    return worlds.build()


@pytest.mark.parametrize("route", ROUTES)
def test_every_address_answers_each_role_as_its_row_says(world, route):
    path = doors.path_of(route, world)
    answers = tuple(_answer(world.client_of(role), path) for role in ROLES)

    row = doors.ROWS[route]
    assert answers == tuple(row.of(role) for role in ROLES), path


@pytest.mark.once
@pytest.mark.parametrize("role", ROLES)
def test_no_address_fails_when_read_in_another_way(world, role):
    """HEAD and OPTIONS on every page: the same door as GET, and never an error (S-35)."""
    for route in ROUTES:
        path = doors.path_of(route, world)
        client = world.client_of(role)

        read, asked = client.get(path), client.head(path)

        assert asked.status_code in (read.status_code, 405), path
        assert client.options(path).status_code in (200, 302, 403, 404, 405, read.status_code), path


def _answer(client: Client, path: str) -> int | str:
    response = client.get(path)
    if response.status_code == 302 and re.search(r"/account/login/\?next=", response["Location"]):
        return doors.SIGN_IN
    return response.status_code
