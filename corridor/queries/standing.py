"""Can this member be introduced, and if not, what is in the way? Many members at once, in a handful of queries.

The same answers serve the member's own page, the console's report and the matching job.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import FilteredRelation, Q, QuerySet, Value
from django.utils import timezone

from corridor.models import (
    Consent,
    MailPreference,
    Member,
    Membership,
    Offer,
    Organisation,
    Profile,
    Region,
    Seek,
    Suppression,
)
from corridor.models.suppression import fold
from corridor.queries import regions
from corridor.queries.mail_choices import GATHERING, Category, Pace

# Mails without which there is no introduction: suppressing one of them is the same as wanting none.
NEEDED_MAILS = ("", "matchmaking.opt_in_request", "matchmaking.introduction_made")
# The same for those who want their questions gathered: without the digest they would never read them.
DIGEST = "matchmaking.digest"

# What a member can mend -> the rule of matching it belongs to.
RULE_OF_GAP = {
    "inactive": "inactive",
    "no_consent": "no_consent",
    "paused": "paused",
    "pace_zero": "pace_zero",
    "no_name": "incomplete_profile",
    "no_position": "incomplete_profile",
    "no_layer": "incomplete_profile",
    "no_organisation": "incomplete_profile",
    "organisation_incomplete": "incomplete_profile",
    "no_home": "no_home",
    "no_offer_or_seek": "no_offer_or_seek",
    "suppressed": "suppressed",
    "not_told": "suppressed",
    "organisation_unverified": "organisation_unverified",
    "organisation_refused": "organisation_unverified",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How one member stands. `gaps`: what is in the way, the first one asked first. `home`: slug of the home region."""

    member: int
    profile: Profile | None
    membership: Membership | None
    consent: Consent | None
    home: str
    gaps: tuple[str, ...]

    @property
    def failing(self) -> tuple[str, ...]:
        """The rules of matching in the way, each once, the first one asked first."""
        return tuple(dict.fromkeys(RULE_OF_GAP[gap] for gap in self.gaps))

    @property
    def organisation(self) -> Organisation | None:
        return self.membership.organisation if self.membership else None


def standing(
    ids: Collection[int] | None = None, *, now: dt.datetime, homes: dict[int, Region | None] | None = None
) -> dict[int, Standing]:
    """In: which members (None: everybody with an active account). Out: member number -> Standing, in order of number.

    Three queries, however many members; two for a caller who has read the `homes` of all regions.
    """
    today = timezone.localdate(now)
    members = list(_members(ids))
    facts = _facts(members, ids, today)
    homes = regions.homes() if homes is None else homes

    def one(member: Member) -> Standing:
        profile, bond, consent = (getattr(member, name, None) for name in ("profile", "bond", "consent"))
        organisation = bond.organisation if bond else None
        home = homes.get(profile.region_id) if profile and profile.region_id else None
        gaps = {
            "inactive": not member.is_active,
            "no_consent": consent is None,
            "paused": bool(profile and profile.paused_until and profile.paused_until > today),
            "pace_zero": bool(profile and profile.pace == Profile.Pace.NONE),
            "no_name": not member.name,
            "no_position": bool(bond and not bond.title),
            "no_layer": not (profile and profile.primary_layer_id),
            "no_organisation": bond is None,
            "organisation_incomplete": organisation is not None and not is_complete(organisation),
            "no_home": home is None,
            "no_offer_or_seek": member.pk not in facts.giving,
            "suppressed": fold(member.email) in facts.silenced,
            "not_told": member.pk in facts.off or member.pk in facts.gather and fold(member.email) in facts.no_digest,
            "organisation_unverified": organisation is not None and not organisation.verified_at,
            "organisation_refused": organisation is not None and organisation.refused_at is not None,
        }
        if gaps["organisation_refused"]:
            gaps["organisation_unverified"] = False
        failing = tuple(gap for gap, stands in gaps.items() if stands)
        return Standing(member.pk, profile, bond, consent, home.slug if home else "", failing)

    return {member.pk: one(member) for member in members}


def _members(ids: Collection[int] | None) -> QuerySet[Member]:
    """The members with profile, present bond and standing consent, of each at most one (the database insists)."""
    known = Member.objects.filter(pk__in=ids) if ids is not None else Member.objects.filter(is_active=True)
    agrees = Q(consents__purpose=Consent.Purpose.MATCHING, consents__withdrawn_at=None)
    return (
        known.annotate(
            bond=FilteredRelation("memberships", condition=Q(memberships__ended_at=None)),
            consent=FilteredRelation("consents", condition=agrees),
        )
        .select_related("profile__region", "profile__primary_layer", "bond__organisation__region", "consent")
        .order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    """Who brings or seeks something today, which addresses get no mail or no digest, who turned off or gathers."""

    giving: set[int]
    silenced: set[str]
    no_digest: set[str]
    off: set[int]
    gather: set[int]


def _facts(members: list[Member], ids: Collection[int] | None, today: dt.date) -> _Facts:
    """What many rows of other tables say of the members. One query."""
    silences = Suppression.objects.filter(lifted_at=None, kind__in=(*NEEDED_MAILS, DIGEST)).order_by()
    chosen = MailPreference.objects.filter(category=Category.INTRODUCTIONS).order_by()
    only = {} if ids is None else {"member__in": ids}
    if ids is not None:
        silences = silences.filter(address__in=[fold(member.email) for member in members])
    rows = silences.values_list(Value(0), "address", "kind")
    rows = rows.union(chosen.filter(**only).values_list("member", Value(""), "pace"))
    for model in (Offer, Seek):
        given = model.objects.filter(valid_until__gte=today, **only).order_by()
        rows = rows.union(given.values_list("member", Value(""), Value("gives")))
    found = _Facts(set(), set(), set(), set(), set())
    for member, address, what in rows:
        if address:
            (found.no_digest if what == DIGEST else found.silenced).add(address)
        elif what == "gives":
            found.giving.add(member)
        elif what == Pace.OFF:
            found.off.add(member)
        elif what in GATHERING:
            found.gather.add(member)
    return found


def is_complete(organisation: Organisation) -> bool:
    """F016: a kind (the database insists), a region, a main layer and one line in either language."""
    return bool(
        organisation.region_id
        and organisation.primary_layer_id
        and (organisation.summary_nl or organisation.summary_en)
    )
