"""S-36: which tokens are accepted? Only ours, unaltered, for one purpose, object, person and version, in their time."""

import base64
import datetime as dt
import random
import string

import pytest
from django.core import signing

from corridor import links

pytestmark = pytest.mark.nodb

DAYS = dt.timedelta(days=1)
WEEKS = 14 * DAYS
LETTERS = string.ascii_letters + string.digits + "-_:=.%+/ \u00e9\u2028"


def made(now, purpose="answer", **fields) -> str:
    return links.make(purpose, **{"object_id": 7, "member_id": 11, "version": 1, "now": now, **fields})


def accepted(token: str, now, purpose="answer") -> bool:
    try:
        links.read(purpose, token, lifetime=WEEKS, now=now)
    except links.BadLink:
        return False
    return True


def test_s36_a_token_says_object_person_version_and_time(now):
    link = links.read("answer", made(now), lifetime=WEEKS, now=now + 3 * DAYS)

    assert link == links.Link(object_id=7, member_id=11, version=1, issued_at=now)


def test_s36_a_link_whose_time_is_over_is_told_from_one_that_is_not_ours(now):
    with pytest.raises(links.OldLink):
        links.read("answer", made(now), lifetime=WEEKS, now=now + WEEKS + DAYS)
    for token, at in ((made(now, purpose="other"), now + WEEKS + DAYS), (made(now), now - DAYS), ("x", now)):
        with pytest.raises(links.BadLink) as refused:
            links.read("answer", token, lifetime=WEEKS, now=at)
        assert refused.type is links.BadLink


def test_s23_the_same_link_is_made_twice(now):
    assert made(now) == made(now)
    assert links.make_unsubscribe(address="a@example.nl", kind="k", now=now) == links.make_unsubscribe(
        address="a@example.nl", kind="k", now=now
    )


def test_s36_ten_thousand_altered_tokens_are_refused(now):
    """Changed, swapped, dropped, doubled, inserted characters; truncated, padded, re-encoded; seed in the name."""
    seed, token = 20261124, made(now)
    draw = random.Random(seed)
    altered = set()
    while len(altered) < 10_000:
        letters, times = list(token), draw.randint(1, 3)
        for _ in range(times):
            at = draw.randrange(len(letters))
            what = draw.randrange(5)
            if what == 0:
                letters[at] = draw.choice(LETTERS)
            elif what == 1 and len(letters) > 4:
                del letters[at]
            elif what == 2:
                letters.insert(at, draw.choice(LETTERS))
            elif what == 3:
                other = draw.randrange(len(letters))
                letters[at], letters[other] = letters[other], letters[at]
            else:
                letters = letters[: max(4, at)]
        if "".join(letters) != token:
            altered.add("".join(letters))

    through = [token for token in altered if accepted(token, now)]

    print(f"seed {seed}: {len(altered)} altered tokens, {len(through)} accepted")
    assert through == []


def test_s36_re_encoded_tokens_are_refused(now):
    token = made(now)
    payload, signature = token.split(":")
    raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))

    variants = [
        base64.urlsafe_b64encode(raw).decode() + ":" + signature,
        base64.urlsafe_b64encode(raw.replace(b",", b", ")).decode().rstrip("=") + ":" + signature,
        token + "=",
        token.upper(),
        token.replace(":", "%3A"),
        f" {token}",
        f"{token}\n",
        signature + ":" + payload,
        "",
        ":",
    ]

    assert [variant for variant in variants if variant != token and accepted(variant, now)] == []


def test_s36_a_token_is_for_one_purpose(now):
    purposes = ["answer", "unsubscribe", "page", "calendar"]

    found = [(a, b) for a in purposes for b in purposes if accepted(made(now, a), now, b)]

    assert found == [(purpose, purpose) for purpose in purposes]


def test_s36_object_person_and_version_cannot_be_exchanged(now):
    token, other = made(now), made(now, object_id=8, member_id=12, version=2)

    grafted = [f"{token.split(':')[0]}:{other.split(':')[1]}", f"{other.split(':')[0]}:{token.split(':')[1]}"]

    assert [accepted(graft, now) for graft in grafted] == [False, False]
    assert links.read("answer", other, lifetime=WEEKS, now=now).version == 2


@pytest.mark.parametrize(
    ("age", "fine"),
    [
        (dt.timedelta(0), True),
        (WEEKS, True),
        (WEEKS + dt.timedelta(seconds=1), False),
        (400 * DAYS, False),
        (-dt.timedelta(minutes=5), True),
        (-dt.timedelta(minutes=5, seconds=1), False),
        (-365 * DAYS, False),
    ],
)
def test_s36_a_token_lives_its_time_and_none_comes_from_the_future(now, age, fine):
    assert accepted(made(now - age), now) == fine


@pytest.mark.parametrize(
    "content", ["text", [], [1, 2, 3], [1, 2, 3, "x"], [1, 2, 3, 10**30], [1, 2, 3, None], {"a": 1}, 5]
)
def test_s36_even_a_signed_token_of_another_shape_is_refused(now, content):
    token = signing.Signer(salt="corridor.links.answer").sign_object(content)

    assert not accepted(token, now)


def test_s36_one_older_key_still_reads_and_a_strange_key_never(now, settings):
    old, token = settings.SECRET_KEY, made(now)
    settings.SECRET_KEY = "a-new-key-after-rotation-with-fifty-characters-at-least-000"

    settings.SECRET_KEY_FALLBACKS = [old]
    during = accepted(token, now)
    settings.SECRET_KEY_FALLBACKS = []
    after = accepted(token, now)

    assert (during, after) == (True, False)


def test_an_unsubscribe_token_carries_address_and_kind_for_two_years(now):
    token = links.make_unsubscribe(address="ada@example.nl", kind="corridor.welcome", now=now)

    assert links.read_unsubscribe(token, now=now + 729 * DAYS) == ("ada@example.nl", "corridor.welcome")
    for later, wrong in [(now + 731 * DAYS, token), (now, made(now)), (now, token[:-1]), (now - DAYS, token)]:
        with pytest.raises(links.BadLink):
            links.read_unsubscribe(wrong, now=later)


def test_s35_a_page_value_belongs_to_one_token_and_half_a_day(now):
    token, other = made(now), made(now, object_id=8)
    value = links.page_value(token, now=now)

    assert links.is_page_value(token, value, now=now + dt.timedelta(hours=11))
    assert not links.is_page_value(other, value, now=now)
    assert not links.is_page_value(token, value, now=now + dt.timedelta(hours=13))
    assert not links.is_page_value(token, value[:-1], now=now)
    assert not links.is_page_value(token, "", now=now)
    assert not links.is_page_value(token, token, now=now)
