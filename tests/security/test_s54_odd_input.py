"""Does any odd number, date, name or address bring a page to its knees? A 500 is never the answer to input. (S-54)

Each page and field meets some of the values, in turn, so that every value is tried on many.
"""

import pytest

from tests.house import doors, worlds
from tests.needs import sized
from tests.security import odd

pytestmark = [pytest.mark.django_db, pytest.mark.long]

ROLES = ["stranger", "member", "organiser", "superuser"]
# Ends the visit; its form holds nothing to fill in.
LEAVES = {"account/logout/"}
NUMBERS = [0, 2**31, 2**63 - 1, 2**63, 10**19, 10**30]  # of no row
FEW = sized(small=6, full=3)  # one in so many


def in_turn(values: list, turn: int) -> list:
    """Those of the values whose turn it is."""
    return values[turn % FEW :: FEW]


@pytest.fixture
def world(settings):
    settings.STEADY_ANSWER_SECONDS = 0
    return worlds.build()


def pages_new_to(role: str) -> list[str]:
    """The addresses that this role is the first to read: what a stranger's page survives, it survives for all."""
    before = ROLES[: ROLES.index(role)]
    return [
        route
        for route, row in doors.ROWS.items()
        if row.of(role) == 200 and not any(row.of(earlier) == 200 for earlier in before) and route not in LEAVES
    ]


def must_answer(response, what: str) -> None:
    assert response.status_code < 500, f"{what}: {response.status_code}"


@pytest.mark.parametrize("role", ROLES)
def test_s54_odd_addresses(world, role):
    client = world.client_of(role)
    for turn, (route, row) in enumerate(doors.ROWS.items()):
        if not row.filled_with or row.of(role) in (doors.SIGN_IN, 403):
            continue  # turned away at the door, before anything is read
        path = doors.path_of(route, world)
        for value in in_turn(odd.WORST if route.startswith("console/") else odd.VALUES, turn):
            must_answer(client.get(odd.holes_filled(path, value)), f"{route} with {value[:30]!r}")


@pytest.mark.parametrize("role", ROLES)
def test_s54_a_number_of_no_row_is_no_page(world, role):
    """Also one that the column cannot hold: 404 (or the door's answer), never an error."""
    client = world.client_of(role)
    for turn, (route, row) in enumerate(doors.ROWS.items()):
        if row.filled_with and isinstance(getattr(getattr(world, row.filled_with), "pk", None), int):
            path = doors.path_of(route, world)
            pk = str(getattr(world, row.filled_with).pk)
            head, _slash, tail = path.rpartition(f"/{pk}/")
            fine = {302, 403, 404, row.of(role)} - {200}  # its own answer may be that it takes no GET at all
            for number in in_turn(NUMBERS, turn):
                answer = client.get(f"{head}/{number}/{tail}")
                assert answer.status_code in fine, f"{route} with {number}: {answer.status_code}"


@pytest.mark.parametrize("role", ROLES)
def test_s54_odd_questions(world, role):
    client = world.client_of(role)
    for turn, route in enumerate(pages_new_to(role)):
        path = doors.path_of(route, world)
        for name in in_turn(odd.QUERIES, turn):
            data = {name: ["1", "<odd>", str(10**17), "-1", "9999-12-31", "__", "é"]}
            must_answer(client.get(path, data), f"{route}?{name}")
        for value in in_turn(odd.WORST, turn):
            must_answer(client.get(path, dict.fromkeys(odd.QUERIES, value)), f"{route}? {value[:30]!r}")


@pytest.mark.parametrize("role", ROLES)
def test_s54_odd_forms(world, role):
    """Every form of every page: each field odd in turn, and with all of them odd at once."""
    sent = 0
    for turn, route in enumerate(pages_new_to(role)):
        path = doors.path_of(route, world)
        client = world.client_of(role)
        page = client.get(path)
        if "html" not in page["Content-Type"]:
            continue
        for form in odd.Forms(page.content.decode()).forms:
            if "/logout/" in form.action:
                continue
            send = client.post if form.method == "post" else client.get
            names = [name for name in form.fields if name != "csrfmiddlewaretoken"]
            # The desks of the console are many and built alike, so each gets the worst only.
            together, alone = (odd.WORST, odd.WORST[:4]) if route.startswith("console/") else (odd.VALUES, odd.WORST)
            tries = [(names, value) for value in in_turn(together, turn)]
            tries += [([name], value) for at, name in enumerate(names[:10]) for value in in_turn(alone, turn + at)]
            for chosen, value in tries:
                sent += 1
                answer = send(form.action or path, form.fields | dict.fromkeys(chosen, value))
                must_answer(answer, f"{route} {form.action} {chosen[:3]} {value[:30]!r}")

    assert sent > 50
