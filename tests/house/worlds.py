"""Who and what is there when every page is visited? One of everything, each in reach of the one who may see it."""

import zlib
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.test import Client

from corridor import clock, emails, links
from corridor.models import ExperimentSite, Member, Organisation, OrganisationKind, RegionRole, Suppression
from events import tickets
from events.emails import TAKE_LINK, opinion_url, place_url, still_coming_url
from events.models import CalendarFeed, Event, OpinionRoll, SiteRequest
from matchmaking.models import Collaboration, Exclusion, Feedback, Introduction, SpeedPlan, Wish
from tests import entering, make
from tests.make.corridor import NOW


@dataclass
class World:
    """Ada is the member who visits, Bob her counterpart, Olga organises Ada's region, Root may everything.

    Each hole of an address is filled from here, by the name that its row gives.
    """

    ada: Member
    bob: Member
    olga: Member
    root: Member
    more: dict[str, Any] = field(default_factory=dict)
    word: str = "nothing-here"
    number: int = 999

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["more"][name]
        except KeyError as error:
            raise AttributeError(name) from error

    def client_of(self, role: str) -> Client:
        """A browser in which that role has just signed in, with a second step if it has one; a stranger's is empty."""
        if role == "organiser":
            return entering.enter(self.olga)
        if role == "superuser":
            return entering.enter(self.root)
        client = Client()
        if role == "member":
            client.force_login(self.ada)
        return client


def _open_door(ada: Member, bob: Member) -> Event:
    """An event of just now, with Ada at its door: one guest inside, one to come, one who waits, and a table."""
    event = make.event(starts_at=clock.now())
    make.staff(event, ada)
    place = make.registration(event, bob, companion="Cato Companion", photo="none")
    inside = make.check_in(event).registration
    make.registration(event, state="waitlisted")
    make.table(1, place, inside)
    return event


def build() -> World:
    """A small corridor with one of everything."""
    ada, bob = make.pair()
    olga = make.organiser("Olga Oost")
    root = make.member("Root Ruis", is_superuser=True)
    for person in (olga, root):
        entering.enter(person)  # sets up the second step
        RecoveryCodes.activate(person)
    introduction: Introduction = make.introduction("offered", members=(ada, bob))
    mine = ada.memberships.get()
    waiting: Organisation = make.organisation("Nieuw Lab", verified=False, region=mine.organisation.region)
    with transaction.atomic():
        mail = emails.welcome(member=ada, now=NOW)
    stop = links.make_unsubscribe(address=ada.email, kind="corridor.welcome", now=clock.now())
    answer = links.make("opt_in", object_id=introduction.pk, member_id=ada.pk, version=1, now=clock.now())
    event = make.event()
    place = make.registration(event, bob, registered_at=clock.now())
    asking = make.event(allows_companion=True, asks_photo=True, asks_needs=True, shows_guests=True)
    own = make.registration(asking, ada, registered_at=clock.now())
    make.registration(asking, bob, is_listed=True)
    feed = CalendarFeed.objects.create(member=ada, made_at=clock.now())
    make.session(event)
    roll = OpinionRoll.objects.create(registration=own, asked_at=clock.now())
    taker = make.member("Gijs Gooi")
    evening = make.event()
    guests = [make.registration(evening, person) for person in (ada, bob)]
    make.speed_meetings(evening, {1: [guests]})
    speed_plan = SpeedPlan.objects.create(event=evening, turns=1, asked_at=NOW, agreed_at=NOW, computed_at=NOW)
    made: Introduction = make.introduction(
        "made", members=(ada, make.member("Cas Cuijk", region=make.region("brainport")))
    )
    for member in made.members:
        Feedback.objects.create(introduction=made, member=member, asked_at=clock.now())
    after = links.make("after", object_id=made.pk, member_id=ada.pk, version=1, now=clock.now())
    together = Collaboration.objects.create(
        introduction=made, line="One test bench", started_at=NOW, changed_at=NOW, released_a_at=NOW, released_b_at=NOW
    )
    choose = links.make_mail_choices(member_id=ada.pk, address=ada.email, now=clock.now())
    day = clock.now().date().toordinal()
    back = links.make("come_back", object_id=day, member_id=ada.pk, version=introduction.pk, now=clock.now())
    site = ExperimentSite.objects.create(slug="lab", what_nl="Een lab", what_en="A lab", region=make.region("mra"))
    return World(
        ada,
        bob,
        olga,
        root,
        {
            "introduction": introduction,
            "event": event,
            "event_slug": event.slug,
            "asking_slug": asking.slug,
            "place_token": place_url(own).split("/")[-2],
            "take_token": links.make(
                TAKE_LINK,
                object_id=own.pk,
                member_id=taker.pk,
                version=zlib.crc32(taker.email.encode()),
                now=clock.now(),
            ),
            "ticket_slug": asking.slug,
            "region_slug": "mra",
            "calendar_token": links.make(
                "calendar_feed", object_id=feed.pk, member_id=ada.pk, version=feed.version, now=feed.made_at
            ),
            "ticket_code": tickets.make(place),
            "door_slug": _open_door(ada, bob).slug,
            "still_coming_token": still_coming_url(own, at=clock.now()).split("/")[-2],
            "opinion_token": opinion_url(roll).split("/")[-2],
            "evening_slug": evening.slug,
            "speed_plan": speed_plan,
            "made": made,
            "after_token": after,
            "collaboration": together,
            "matching_round": introduction.round,
            "proposal": make.introduction(
                "proposed", members=make.pair(), round=make.matching_round("proposed", certificate={})
            ),
            "exclusion": Exclusion.objects.create(
                member=ada, other=make.member(), added_by=olga, by_organiser=True, reason="they asked", created_at=NOW
            ),
            "held": Suppression.objects.create(address=ada.email, reason="bounced", since=NOW),
            "own_exclusion": Exclusion.objects.create(member=ada, other=bob, added_by=ada, created_at=NOW),
            "wish": Wish.objects.create(member=ada, organisation=make.organisation(), wished_at=NOW),
            "organisation": mine.organisation,
            "organisation_slug": mine.organisation.slug,
            "waiting": waiting,
            "membership": mine,
            "mail": mail,
            "unsubscribe_token": stop,
            "mail_choices_token": choose,
            "answer_token": answer,
            "moments_token": links.make("moments", object_id=made.pk, member_id=ada.pk, version=1, now=clock.now()),
            "come_back_token": back,
            "offer": ada.offers.get(),
            "seek": ada.seeks.get(),
            "layer": make.layer(5),
            "region": make.region("mra"),
            "kind": OrganisationKind.objects.get(slug="startup"),
            "topic": make.topic(),
            "synergy": make.synergy(),
            "venue": make.venue("hall", region=make.region("mra")),
            "venue_slug": make.venue().slug,
            "site": site,
            "site_slug": site.slug,
            "site_request": SiteRequest.objects.create(
                site=site, member=ada, text="A week with two carts", asked_at=NOW, state_since=NOW
            ),
            "visit": make.visit(ada),
            "travel_time": make.travel_time(),
            "role": RegionRole.objects.get(member=olga),
        },
    )
