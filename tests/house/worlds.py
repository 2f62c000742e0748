"""Who and what is there when every page is visited? One of everything, each in reach of the one who may see it."""

from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction
from django.test import Client

from corridor import clock, emails, links
from corridor.models import ExperimentSite, Member, Organisation, OrganisationKind, RegionRole, Suppression
from matchmaking.models import Collaboration, Exclusion, Feedback, Introduction, Wish
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
    make.registration(event, bob)
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
    return World(
        ada,
        bob,
        olga,
        root,
        {
            "introduction": introduction,
            "event": event,
            "event_slug": event.slug,
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
            "venue": make.venue(),
            "site": ExperimentSite.objects.create(
                slug="lab", what_nl="Een lab", what_en="A lab", region=make.region("mra")
            ),
            "visit": make.visit(ada),
            "travel_time": make.travel_time(),
            "role": RegionRole.objects.get(member=olga),
        },
    )
