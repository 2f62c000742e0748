"""What may be said of the two in an introduction? Name, organisation, place and wishes; contact data once made."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Value

from corridor.models import Member, Membership, Offer, Organisation, Profile, Region, Seek, StackLayer, Topic
from matchmaking.models import Introduction


@dataclass(slots=True)
class Side:
    """One of the two, as the other may see them before both said yes."""

    member: Member
    title: str = ""
    organisation: Organisation | None = None
    region: Region | None = None
    layer: StackLayer | None = None
    brings: list[Topic] = field(default_factory=list)
    seeks: list[Topic] = field(default_factory=list)

    @property
    def first_name(self) -> str:
        return self.member.first_name

    @property
    def name(self) -> str:
        return str(self.member)


@dataclass(frozen=True, slots=True)
class Contact:
    """What is handed over after the second yes."""

    name: str
    title: str
    organisation: str
    place: str
    email: str
    phone: str


def sides_of(members: Iterable[Member]) -> dict[int, Side]:
    """Member number -> Side without topics. Two queries, however many members."""
    sides = {member.pk: Side(member) for member in members}
    for profile in Profile.objects.filter(member__in=sides).select_related("region", "primary_layer"):
        sides[profile.member_id].region, sides[profile.member_id].layer = profile.region, profile.primary_layer
    for bond in Membership.objects.filter(member__in=sides, ended_at=None).select_related("organisation"):
        sides[bond.member_id].title, sides[bond.member_id].organisation = bond.title, bond.organisation
    return sides


def add_topics(sides: dict[int, Side], *, today: dt.date) -> None:
    """Fill in what each side brings and seeks today, in the order they wrote it. Two queries."""
    rows = Offer.objects.filter(member__in=sides, valid_until__gte=today).values_list(
        Value(True), "pk", "member", "topic"
    )
    wants = Seek.objects.filter(member__in=sides, valid_until__gte=today).order_by()
    found = sorted(rows.order_by().union(wants.values_list(Value(False), "pk", "member", "topic"), all=True))
    topics = Topic.objects.in_bulk({topic for *_, topic in found})
    for is_offer, _, member, topic in found:
        (sides[member].brings if is_offer else sides[member].seeks).append(topics[topic])


def contacts_of(introduction: Introduction) -> dict[int, Contact]:
    """Member number -> contact card of the two. Raises ValueError unless both have said yes (F001)."""
    if introduction.state != Introduction.State.MADE:
        raise ValueError("Contact data of an introduction that has not been made.")
    return contacts(introduction.members)


def contacts(members: Iterable[Member]) -> dict[int, Contact]:
    """Member number -> contact card; the caller has made sure that both sides agreed. Two queries."""
    members = list(members)
    bonds = Membership.objects.filter(member__in=members, ended_at=None).select_related("organisation")
    jobs = {bond.member_id: bond for bond in bonds}
    profiles = {
        profile.member_id: profile for profile in Profile.objects.filter(member__in=members).select_related("region")
    }

    def card(member: Member) -> Contact:
        job, profile = jobs.get(member.pk), profiles.get(member.pk)
        return Contact(
            name=str(member),
            title=job.title if job else "",
            organisation=job.organisation.name if job else "",
            place=profile.region.name if profile and profile.region else "",
            email=member.email,
            phone=profile.phone if profile else "",
        )

    return {member.pk: card(member) for member in members}
