"""Does the site answer each role as matrix.py says, row by row and method by method? (S-09)"""

import re
from contextlib import contextmanager

import pytest
from django.db import transaction

from corridor.models import Membership, Organisation, OutboxEmail, RegionRole, Transition
from events.models import Event, EventStaff, Question, Registration, SiteRequest
from matchmaking.models import Introduction, Round
from tests.entering import answer
from tests.house import matrix, matrix_events

pytestmark = pytest.mark.django_db

ROWS = [*matrix.ROWS, *matrix_events.ROWS]
CONSOLE_ROWS = [row for row in ROWS if row.codes[0] == matrix.SIGN_IN and row.codes[1] == 403]
WRITTEN = (
    *(Introduction, Round, Event, Registration, Question, EventStaff, SiteRequest),
    *(Organisation, Membership, RegionRole, OutboxEmail),
)


@pytest.fixture
def world():
    return matrix.build()


def state_of_everything() -> list:
    """Every column that a refused request could have changed."""
    return [list(model.objects.order_by("pk").values()) for model in WRITTEN] + [Transition.objects.count()]


@contextmanager
def undone():
    """What happens inside has not happened afterwards, so that the next role finds the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_s09_each_row_answers_each_role_as_the_matrix_says(world, row):
    path, before, found = row.address(world), state_of_everything(), {}

    for role, code in zip(matrix.ROLES, row.codes, strict=True):
        with undone():
            found[role] = answer(world.client(role), row.method, path, **row.data)
            assert code not in (matrix.SIGN_IN, 403, 404) or state_of_everything() == before, role

    assert found == dict(zip(matrix.ROLES, row.codes, strict=True))


@pytest.mark.once
@pytest.mark.parametrize("role", matrix.ROLES)
def test_s09_no_other_method_opens_what_is_closed_or_does_anything(world, role):
    """HEAD is answered as GET; the others are known to no page, whoever asks."""
    client = world.client(role)
    before = state_of_everything()

    for row in ROWS:
        path = row.address(world)
        assert answer(client, "head", path) == answer(client, "get", path), row.name
        codes = {method: answer(client, method, path) for method in ("options", "put", "patch", "delete")}
        assert set(codes.values()) == {405}, (row.name, codes)

    assert state_of_everything() == before


@pytest.mark.once
@pytest.mark.parametrize("name", ["DELETE", "PUT", "PATCH"])
def test_s09_a_method_named_in_a_form_or_a_header_is_not_obeyed(world, name):
    client = world.client("organiser")
    pages = [row for row in CONSOLE_ROWS if row.method == "get"]
    before = state_of_everything()

    for row in pages:
        named = client.post(row.address(world), {"_method": name}, headers={"X-HTTP-Method-Override": name})
        plain = client.post(row.address(world), {})
        assert named.status_code == plain.status_code, row.name

    assert state_of_everything() == before


@pytest.mark.parametrize("role", ["organiser", "superuser"])
def test_nobody_sees_the_other_sides_answer(world, role):
    """The row "see the other side's answer": what the console shows does not change when one side says no."""
    client = world.client(role)

    def pages() -> list[str]:
        shown = [client.get(row.address(world)).content.decode() for row in CONSOLE_ROWS if row.method == "get"]
        return [re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken": "[^"]+', "", page) for page in shown]

    before = pages()
    said = world.client("owner").post(f"/en/introductions/{world.asked.pk}/", {"answer": "no"})

    assert said.status_code == 302 and world.asked.opt_ins.filter(answer="no").count() == 1
    assert pages() == before
