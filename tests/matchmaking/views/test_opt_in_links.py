"""Which links open the answer page, and which open nothing and tell nothing? (S-36)"""

import datetime as dt

import pytest
from django.core import signing
from django.test import Client

from corridor import links
from matchmaking.emails import OPT_IN_LINK
from tests import make
from tests.matchmaking.views.pressing import path_of

pytestmark = pytest.mark.django_db

MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
SCANNER = {"HTTP_USER_AGENT": "Mozilla/5.0 (compatible; MailScanner/9.1; link-check)"}
BROWSER = {"HTTP_USER_AGENT": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def altered(token: str) -> str:
    return token[:-1] + ("A" if token[-1] != "A" else "B")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (altered, 404),
        (lambda token: token[:-5], 404),
        (lambda token: token.replace(":", "."), 404),
        (lambda token: token.upper(), 404),
        (lambda token: "x", 404),
    ],
)
def test_s36_an_altered_link_opens_nothing(change, status, introduction):
    head, token = path_of(introduction, introduction.member_a).removesuffix("/").rsplit("/", 1)

    response = Client().get(f"{head}/{change(token)}/")

    assert response.status_code == status
    assert "Bob" not in response.content.decode()


def link(purpose=OPT_IN_LINK, **fields) -> str:
    return f"/en/i/{links.make(purpose, **fields)}/"


def test_s36_only_this_purpose_object_person_version_and_time_opens_it(introduction, now):
    stranger, another = make.member(), make.introduction("offered")
    right = {
        "object_id": introduction.pk,
        "member_id": introduction.member_a_id,
        "version": 1,
        "now": introduction.offered_at,
    }
    assert Client().get(link(**right)).status_code == 200

    wrong = {
        "purpose": ({**right, "purpose": "unsubscribe"}, 404),
        "person": ({**right, "member_id": stranger.pk}, 410),
        "object": ({**right, "object_id": another.pk}, 410),
        "nothing": ({**right, "object_id": 10**9}, 410),
        "version": ({**right, "version": 2}, 410),
        "old": ({**right, "now": now - 15 * DAY}, 410),
        "ahead": ({**right, "now": now + 6 * MINUTE}, 404),
    }
    for name, (fields, status) in wrong.items():
        response = Client().get(link(**fields))
        assert response.status_code == status, name
        assert "Bob" not in response.content.decode(), name


def test_s36_a_closed_account_opens_nothing(introduction):
    path = path_of(introduction, introduction.member_a)
    type(introduction.member_a).objects.filter(pk=introduction.member_a_id).update(is_active=False)

    assert Client().get(path).status_code == 410


def test_s36_a_link_signed_with_the_key_before_still_opens(introduction, settings):
    path = path_of(introduction, introduction.member_a)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a-new-key-" * 8

    assert Client().get(path).status_code == 200
    settings.SECRET_KEY_FALLBACKS = []
    assert Client().get(path).status_code == 404


def test_s36_nothing_but_our_signature_counts(introduction):
    forged = signing.Signer(key="guessed", salt="corridor.links.opt_in").sign_object(
        [introduction.pk, introduction.member_a_id, 1, int(introduction.offered_at.timestamp())]
    )

    assert Client().get(f"/en/i/{forged}/").status_code == 404
