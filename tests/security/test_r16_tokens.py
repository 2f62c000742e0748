"""Does any spoilt token open anything, for any purpose a link of ours has? (R-16, S-36)

TEST_SIZE=full spoils a hundred thousand of them. Which purposes there are is learned from what is signed while one of
every mail and of every page is made, and held against the source: a new kind of link is tried without a word here.
"""

import ast
import contextlib
import itertools
import random
import zlib
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.exceptions import SuspiciousOperation
from django.db import connection, transaction
from django.test import Client

from corridor import links
from corridor.models import Member
from events import tickets
from events.models import CalendarFeed
from events.views.my_events import address_of
from tests import make
from tests.house import doors, tree, worlds
from tests.house.test_emails import KINDS
from tests.needs import sized
from tests.security.tokens import GivenOut, reads, spoilt
from tests.silence.walking import Tables

pytestmark = [pytest.mark.django_db, pytest.mark.long]

SEED = 20261124
WANTED, KNOCKS = sized(small=3_000, full=100_000), sized(small=20, full=200)
# What a person could press on any of the pages behind our links.
FORM = {"answer": "yes", "do": "stop", "List-Unsubscribe": "One-Click", "met": "yes", "half_day": "2026-12-01-morning"}
FORM |= {"act": "accept", "still": "yes", "marks": "5", "address": "evil@example.nl"}
FOR_EVER = {"calendar_feed"}  # until its owner renews the address
NO_PERSON = {"unsubscribe", "page"}  # the first says an address only, so that it works without an account


@pytest.fixture
def given_out(monkeypatch, now) -> GivenOut:
    """What is signed while one of every mail is written, and what a guest finds on their own pages."""
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    given = GivenOut(monkeypatch)
    for kind, write in KINDS.items():
        with transaction.atomic():
            write(make.member(f"Reader of {kind.rpartition('.')[2].replace('_', ' ')}"), now)
    links.page_value("the link it stands for", now=now)
    guest = make.registration(make.event(), registered_at=now)
    tickets.make(guest)
    address_of(CalendarFeed.objects.create(member=guest.member, made_at=now))
    given.forget_what_is_not_good(now)
    return given


@pytest.fixture
def world(given_out):
    return worlds.build()


def token_routes() -> list[str]:
    """The addresses that a token opens."""
    return sorted(route for route, view in doors.addresses().items() if getattr(view, "access", "") == "token")


def test_s36_every_purpose_in_the_source_is_tried(given_out):
    calls = [
        node.args[0]
        for path in tree.product(".py")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and node.args
        if ast.unparse(node.func) in ({"make", "_sign"} if path.stem == "links" else {"links.make"})
    ]
    constants = {
        node.targets[0].id: node.value.value
        for path in tree.product(".py")
        for node in tree.parsed(path).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.targets[0], ast.Name)
    }
    named = {call.value if isinstance(call, ast.Constant) else constants.get(ast.unparse(call)) for call in calls}
    named.discard(None)  # make() itself, which passes on what it is given

    assert named == set(given_out.tokens)


def test_r16_of_a_hundred_thousand_spoilt_tokens_none_is_accepted(given_out, now):
    draw, accepted, tried = random.Random(SEED), [], 0
    good = [(purpose, token) for purpose, tokens in given_out.tokens.items() for token in sorted(tokens)[:3]]
    for purpose, token in good:
        others = [other for _purpose, other in good if other != token]
        foreign = [other for kind, other in good if kind != purpose]
        fresh = itertools.islice(spoilt(token, others, draw), WANTED // len(good) + 1 - len(foreign))
        for made in itertools.chain(foreign, fresh):
            tried += 1
            if made not in given_out.tokens[purpose] and reads(purpose, made, now):
                accepted.append((purpose, made))

    print(f"\nseed {SEED}: {tried} spoilt tokens for {len(given_out.tokens)} purposes, {len(accepted)} accepted")
    assert tried >= WANTED
    assert accepted == []


def test_r16_control_a_door_without_a_lock_is_noticed(given_out, now, monkeypatch):
    monkeypatch.setattr("django.core.signing.constant_time_compare", lambda one, two: True)
    draw = random.Random(SEED)

    through = 0
    for purpose, tokens in given_out.tokens.items():
        token = min(tokens)
        for made in itertools.islice(spoilt(token, [token], draw), 200):
            with contextlib.suppress(zlib.error):  # what passed the lock, and is not even packed as it says
                through += reads(purpose, made, now)

    assert through > 50


def test_r16_signatures_are_compared_in_constant_time(given_out, now, monkeypatch):
    from django.core import signing

    compared, compare = [], signing.constant_time_compare
    monkeypatch.setattr(signing, "constant_time_compare", lambda *pair: compared.append(pair) or compare(*pair))
    for purpose, tokens in given_out.tokens.items():
        token = min(tokens)
        compared.clear()

        assert not reads(purpose, f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}", now)
        assert [pair[0] for pair in compared] == [f"{token[:-1]}{'A' if token[-1] != 'A' else 'B'}".rpartition(":")[2]]


def test_s60_every_purpose_honours_one_older_key_and_no_other(given_out, now, settings):
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "a-new-key-after-rotation-with-fifty-characters-at-least-000"

    for fallbacks, works in (([old], True), ([], False), (["some-other-key" * 5], False)):
        settings.SECRET_KEY_FALLBACKS = fallbacks
        found = {purpose: reads(purpose, min(tokens), now) for purpose, tokens in given_out.tokens.items()}
        assert found == dict.fromkeys(given_out.tokens, works)


@pytest.mark.parametrize("route", token_routes())
def test_r16_no_spoilt_token_opens_a_page_or_acts(world, given_out, route):
    token, draw = getattr(world, doors.ROWS[route].filled_with), random.Random(SEED)
    others = [other for tokens in given_out.tokens.values() for other in tokens if other != token]
    for made in itertools.islice(spoilt(token, others, draw), KNOCKS):
        assert outcome(doors.path_of(route, world).replace(token, quote(made, safe="", errors="replace"))) == "closed"


@pytest.mark.parametrize("route", token_routes())
def test_s36_no_signed_token_opens_for_another_version_object_person_or_time(world, given_out, route, now):
    token = getattr(world, doors.ROWS[route].filled_with)
    purpose = given_out.purpose_of(token)
    said = given_out.tokens[purpose][token]
    path = doors.path_of(route, world)
    spare = make.member("Mia Mier")
    year = 3 * 366 * 24 * 3600  # longer than any link lives
    wrong = [[*said[:-1], said[-1] + 301], *([[*said[:-1], said[-1] - year]] if purpose not in FOR_EVER else [])]
    if purpose not in NO_PERSON and len(said) == 4:
        wrong += [[said[0], said[1], said[2] + 1, said[3]], [said[0], spare.pk, *said[2:]]]
        wrong += [[10**6, *said[1:]]] if said[0] != said[1] else []

    for content in wrong:
        assert outcome(path.replace(token, links._sign(purpose, content))) == "closed", content
    for other in given_out.tokens.keys() - {purpose}:
        assert outcome(path.replace(token, links._sign(other, said))) == "closed", other


@pytest.mark.parametrize("route", token_routes())
def test_s36_a_closed_account_opens_nothing(world, given_out, route):
    token = getattr(world, doors.ROWS[route].filled_with)
    Member.objects.update(is_active=False)

    if given_out.purpose_of(token) not in NO_PERSON:
        assert outcome(doors.path_of(route, world)) == "closed"


def outcome(path: str) -> str:
    """What one gets who reads that page and presses whatever it could hold: "closed", or what happened."""
    browser, tables = Client(raise_request_exception=False), Tables()
    with connection.execute_wrapper(tables):
        for ask in (browser.get, browser.head, lambda there: browser.post(there, FORM)):
            cache.clear()
            try:
                status = ask(path).status_code
            except SuspiciousOperation:
                status = 400
            if status not in (400, 404, 405, 410):
                return f"{status} at {path}"
    return f"wrote {sorted(tables.written)}" if tables.written else "closed"
