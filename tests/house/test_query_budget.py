"""How many questions does a page ask the database? At most 12 for a member and 8 for a visitor, sign-in included.

Exactly so many, so that one more is seen. Pages with lists are tested for any number of rows where they
live; this is the table of all that a visitor or member reads.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from corridor import clock
from matchmaking import emails
from matchmaking.models import Collaboration, Feedback, Introduction
from tests import make
from tests.matchmaking.views.pressing import path_of

pytestmark = pytest.mark.django_db

FOR_A_MEMBER = {
    "/en/": 11,
    "/en/me/": 10,
    "/en/events/": 10,
    "/en/events/{event}/programme/": 10,
    "/en/events/mine/": 8,
    "/en/events/{event}/": 10,
    "/en/events/{event}/ticket/": 7,
    "/en/door/": 5,
    "/en/me/might-meet/": 12,
    "/en/me/what-we-used/": 13,
    "/en/me/wishes/": 5,
    "/en/introductions/": 12,
    "/en/introductions/{offered}/": 10,
    "/en/introductions/{offered}/colleague/": 9,
    "/en/introductions/{made}/": 11,
    "/en/introductions/{made}/after/": 11,
    "/en/collaborations/": 9,
    "/en/profile/": 12,
    "/en/profile/mails/": 6,
    "/en/profile/erase/": 6,
    "/en/profile/not-to-meet/": 7,
    "/en/visits/": 5,
    "/en/welcome/": 8,
    "/en/welcome/brings/": 8,
    "/en/organisations/": 9,
    "/en/organisations/{organisation}/": 11,
    "/en/about/": 6,
    "/en/privacy/": 3,
    "/en/account/email/": 7,
    "/en/account/2fa/": 5,
    "/en/account/2fa/webauthn/": 4,
    "/en/account/2fa/webauthn/add/": 12,
    "/en/account/2fa/totp/activate/": 11,
    "/en/account/logout/": 3,
}
FOR_A_VISITOR = {
    "/en/": 8,
    "/en/events/": 5,
    "/en/events/{event}/": 6,
    "/en/events/{event}/programme/": 5,
    "/en/places/": 3,
    "/en/organisations/": 6,
    "/en/organisations/?region=mra&layer=5&q=org": 7,
    "/en/organisations/{organisation}/": 8,
    "/en/collaborations/": 6,
    "/en/about/": 3,
    "/en/privacy/": 0,
    "/en/accessibility/": 0,
    "/en/account/login/": 0,
    "/en/account/signup/": 0,
    "/en/account/password/reset/": 0,
    "{link}": 8,
    "{after}": 7,
    "{moments}": 3,
}


@pytest.fixture
def ada(db, now, monkeypatch):
    """A member with an introduction to answer and one that was made, in a ground with something of everything."""
    monkeypatch.setattr("corridor.clock.now", lambda: now)
    ada, bob = make.pair()
    make.pair()  # somebody else whom she might meet
    make.synergy()
    make.venue()
    make.matching_round("planned")
    made = make.introduction("made", members=(ada, make.member(region=make.region("brainport"))))
    Feedback.objects.create(introduction=made, member=ada, asked_at=now)
    released = {"started_at": now, "changed_at": now, "released_a_at": now, "released_b_at": now}
    Collaboration.objects.create(introduction=made, line="A bench", synergy=make.synergy(), **released)
    evening = make.event(slug="evening")
    make.registration(evening, ada)
    make.session(evening, speakers=["Bram"])
    make.introduction("offered", members=(ada, bob))
    return ada


def asked(client: Client, path: str, ada) -> int:
    """How many queries the page at `path` takes."""
    made, offered = Introduction.objects.filter(opt_ins__member=ada).order_by("pk")
    organisation = ada.memberships.get().organisation.slug
    after = reverse("matchmaking:after_link", args=[emails.after_url(made, ada, at=clock.now()).split("/")[-2]])
    holes = {"made": made.pk, "offered": offered.pk, "organisation": organisation, "event": "evening"}
    moments = reverse("matchmaking:moments_link", args=[emails.moments_url(made, ada).split("/")[-2]])
    path = path.format(**holes, link=path_of(offered, ada), after=after, moments=moments)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(("path", "queries"), FOR_A_MEMBER.items())
def test_a_page_asks_a_member_no_more_than_this(path, queries, ada, client_for):
    assert asked(client_for(ada), path, ada) == queries


@pytest.mark.parametrize(("path", "queries"), FOR_A_VISITOR.items())
def test_a_page_asks_a_visitor_no_more_than_this(path, queries, ada):
    asked(Client(), path, ada)  # what corridor/fragments.py keeps is drawn once, after something changed
    assert asked(Client(), path, ada) == queries


@pytest.mark.nodb
def test_nothing_in_the_tables_is_above_the_budget():
    # What we used is made of every table there is, and asks once more.
    assert max(asked for path, asked in FOR_A_MEMBER.items() if path != "/en/me/what-we-used/") <= 12
    assert FOR_A_MEMBER["/en/me/what-we-used/"] <= 13
    assert max(FOR_A_VISITOR.values()) <= 8
