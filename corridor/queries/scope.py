"""What lies within the reach of one organiser? Their regions with everything below, and the rows that are there.

A superuser reaches everything. What is out of reach does not exist for the console: not in lists, counts, searches,
choices or addresses (S-10, S-16).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from corridor.models import Member, Membership, Organisation, OutboxEmail, Region, RegionRole
from corridor.queries import regions


@dataclass(frozen=True)
class Scope:
    """The reach of one person, as it was when the request came in."""

    person: int
    everything: bool
    regions: frozenset[int]

    def covers(self, wanted: Iterable[int]) -> bool:
        """Whether every region of `wanted` is within reach."""
        return self.everything or set(wanted) <= self.regions

    def region_rows(self) -> QuerySet[Region]:
        """The regions themselves."""
        return Region.objects.all() if self.everything else Region.objects.filter(pk__in=self.regions)

    def organisations(self) -> QuerySet[Organisation]:
        """Organisations that have their seat here."""
        return self._narrow(Organisation.objects.all(), Q(region__in=self.regions))

    def members(self) -> QuerySet[Member]:
        """Members who live here by their profile, or who belong to an organisation that is here."""
        return self._narrow(Member.objects.all(), self.of_member(""))

    def memberships(self) -> QuerySet[Membership]:
        """Bonds with the organisations that are here."""
        return self._narrow(Membership.objects.all(), Q(organisation__region__in=self.regions))

    def roles(self) -> QuerySet[RegionRole]:
        """Who organises the regions that are here."""
        return self._narrow(RegionRole.objects.all(), Q(region__in=self.regions))

    def mails(self) -> QuerySet[OutboxEmail]:
        """Mails to the members who are here."""
        return self._narrow(OutboxEmail.objects.all(), self.of_member("member__"))

    def of_member(self, path: str) -> Q:
        """The condition that the member at `path` ("", "member_a__") is within reach; for rows of other models."""
        here = Membership.objects.filter(
            member=OuterRef(f"{path}pk"), ended_at=None, organisation__region__in=self.regions
        )
        return Q(**{f"{path}profile__region__in": self.regions}) | Q(Exists(here))

    def _narrow(self, rows: QuerySet, condition: Q) -> QuerySet:
        return rows if self.everything else rows.filter(condition)


def of(person: Member) -> Scope:
    """The reach of `person` right now: two queries, or none for a superuser."""
    if person.is_superuser:
        return Scope(person=person.pk, everything=True, regions=frozenset())
    return organised_by(person)


def organised_by(person: Member) -> Scope:
    """The regions `person` organises, whatever else they may: what only an organiser of the region should see."""
    organised = Region.objects.filter(roles__member=person, roles__ended_at=None)
    return Scope(person=person.pk, everything=False, regions=frozenset(regions.regions_below(organised)))
