"""What may be said of the two in an introduction? Name, organisation, place and wishes; contact data once made."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Value
from django.utils.translation import gettext

from corridor.models import Member, Membership, Offer, Organisation, Profile, Region, Seek, StackLayer, Topic
from matchmaking.models import Introduction


@dataclass(slots=True)
class Side:
    """One of the two, as the other may see them before both said yes."""

    member: Member
    profile: Profile | None = None
    title: str = ""
    organisation: Organisation | None = None
    brings: list[Topic] = field(default_factory=list)
    seeks: list[Topic] = field(default_factory=list)
    brings_layers: list[int] = field(default_factory=list)
    seeks_layers: list[int] = field(default_factory=list)

    @property
    def region(self) -> Region | None:
        return self.profile.region if self.profile else None

    @property
    def layer(self) -> StackLayer | None:
        return self.profile.primary_layer if self.profile else None

    @property
    def main(self) -> list[StackLayer]:
        """The main layer as the drawings take it."""
        return [self.layer] if self.layer else []

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


def somebody(number: int) -> Member:
    """Who is shown in the place of the person of that number, who is not to be named; never saved."""
    return Member(pk=number, name=gettext("somebody"))


def sides_of(members: Iterable[Member]) -> dict[int, Side]:
    """Member number -> Side without topics. Two queries, however many members."""
    sides = {member.pk: Side(member) for member in members}
    for profile in Profile.objects.filter(member__in=sides).select_related("region", "primary_layer"):
        sides[profile.member_id].profile = profile
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


def add_layers(sides: dict[int, Side], *, today: dt.date) -> None:
    """Fill in the numbers of the layers each side brings, the main one first, and of those it seeks. One query."""
    brings = Profile.objects.filter(member__in=sides).order_by()
    seeks = Seek.objects.filter(member__in=sides, valid_until__gte=today).order_by()
    rows = brings.values_list(Value(True), "member", "layers__number").union(
        seeks.values_list(Value(False), "member", "topic__layers__number")
    )
    for is_brought, member, number in sorted(row for row in rows if row[2]):
        side = sides[member]
        (side.brings_layers if is_brought else side.seeks_layers).append(number)
    for side in sides.values():
        side.seeks_layers = [number for number in side.seeks_layers if number not in side.brings_layers]
        if side.layer:
            side.brings_layers.sort(key=lambda number, main=side.layer.number: (number != main, number))


def contacts_of(introduction: Introduction) -> dict[int, Contact]:
    """Member number -> contact card of the two. Raises ValueError unless both have said yes (F001). Two queries."""
    if introduction.state != Introduction.State.MADE:
        raise ValueError("Contact data of an introduction that has not been made.")
    return {pk: card_of(side) for pk, side in sides_of(introduction.members).items()}


def card_of(side: Side) -> Contact:
    """The contact card of a side; the caller has made sure that both said yes and that this may be seen."""
    return Contact(
        name=side.name,
        title=side.title,
        organisation=side.organisation.name if side.organisation else "",
        place=side.region.name if side.region else "",
        email="" if side.member.erased_at else side.member.email,
        phone=side.profile.phone if side.profile else "",
    )
