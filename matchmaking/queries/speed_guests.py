"""Who takes part in the speed meetings of an event, and what does the engine see of them? (F078)

Everybody with a place may take part, also who wants no introductions: of them the engine knows where they work and
nothing they wrote. Wishes that nobody released, visits and pauses are left out: people look at one another here.
"""

import datetime as dt
import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from corridor.models import Offer, Seek
from corridor.queries import regions, synergies
from corridor.queries.standing import Standing, standing
from events.models import CheckIn, Event, Registration
from events.queries.attendance import attended
from matchmaking.dates import local_day
from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.meetings.shapes import MOST_GUESTS
from matchmaking.engine.shapes import Candidate, History, Policy, Pool
from matchmaking.keywords import keywords_of
from matchmaking.models import Introduction, OptIn, SpeedPlan, Tie
from matchmaking.queries import candidates
from matchmaking.queries.history import ACQUAINTED, exclusions_among, parents, topmost

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class News:
    """What happened at the door since the guests were noted. came: with a place and inside, but not taking part, other
    than who went home. missing: taking part, but not inside. gave_up: taking part, and their place is given back.
    Registrations by name."""

    came: list[Registration]
    missing: list[Registration]
    gave_up: list[Registration]

    def __bool__(self) -> bool:
        return bool(self.came or self.missing or self.gave_up)


def confirmed(event: Event) -> QuerySet[Registration]:
    """The guests of `event` with a place, who arrived first, each with `arrived`."""
    arrived = Exists(CheckIn.objects.filter(registration=OuterRef("pk")))
    rows = event.registrations.filter(state=Registration.State.CONFIRMED, member__is_active=True)
    return rows.annotate(arrived=arrived).select_related("member").order_by("-arrived", "turn", "pk")


def rows(event: Event, *, turns: int, only_arrived: bool) -> list[dict[str, int]]:
    """Who takes part from the first turn to the last, as SpeedPlan.guests wants it; of too many, who arrived first."""
    found = confirmed(event).filter(arrived=True) if only_arrived else confirmed(event)
    numbers = found.values_list("pk", "member")[:MOST_GUESTS]
    return [{"registration": pk, "member": member, "first": 1, "last": turns} for pk, member in numbers]


def news(plan: SpeedPlan) -> News:
    """What the door knows and the plan does not. Two queries."""
    rows_of = {row["registration"]: row for row in plan.guests}
    with_place = {one.pk: one for one in confirmed(plan.event).order_by("member__name", "pk")}
    taking_part = {pk for pk, row in rows_of.items() if row["last"] == plan.turns}
    home = {pk for pk, row in rows_of.items() if row.get("home")}
    gone = plan.event.registrations.filter(pk__in=taking_part - with_place.keys())
    return News(
        came=[one for pk, one in with_place.items() if one.arrived and pk not in taking_part | home],
        missing=[one for pk, one in with_place.items() if not one.arrived and pk in taking_part],
        gave_up=list(gone.select_related("member").order_by("member__name", "pk")),
    )


def pool_of(event: Event, members: Collection[int], now: dt.datetime) -> Pool:
    """In: an event and some of its guests. Out: them as the engine sees them. As many queries for ten as for a
    thousand."""
    today, ids = local_day(now), set(members)
    known = standing(ids, now=now)
    above, tree = parents(), regions.homes()
    size = candidates.stack_size()
    # Only who takes part in introductions agreed to be compared with others by what they wrote.
    agreeing = {number for number, one in known.items() if one.consent is not None}
    among = Q(member__in=agreeing)
    gives, gives_words = candidates.exchanges(Offer, today, among)
    wants, wants_words = candidates.exchanges(Seek, today, among)
    layers, seen = candidates.layer_weights(size, among), attended(now=now)
    released = candidates.wishes_of(released_at__isnull=False, member__in=agreeing)

    def candidate(number: int) -> Candidate:
        person: Standing | None = known.get(number)
        organisation = person.organisation if person else None
        agrees = number in agreeing
        region = person.profile.region if person and person.profile and agrees else None
        region = region or (organisation.region if organisation else None)
        home = tree.get(region.pk) if region else None
        return Candidate(
            id=number,
            # Two who work nowhere are no colleagues.
            organisation=organisation.pk if organisation else -number,
            group=topmost(organisation.pk, above) if organisation else -number,
            domain=organisation.email_domain.casefold() if organisation else "",
            home=home.slug if home else "",
            region=region.slug if region else "",
            lat_milli=candidates.round_milli(region.latitude) if region else 0,
            lon_milli=candidates.round_milli(region.longitude) if region else 0,
            helix=organisation.helix if organisation else "",
            layers=layers.get(number, (0,) * size),
            offers=tuple(sorted(gives[number])),
            seeks=tuple(sorted(wants[number])),
            words=keywords_of([*gives_words[number], *wants_words[number]]),
            wishes=released[number],
            released=released[number],
            attended=tuple(sorted(seen.get(number, ()))) if agrees else (),
        )

    return Pool(
        candidates=tuple(candidate(number) for number in sorted(ids)),
        history=_history(ids),
        policy=Policy(cross_region=False, floor=0),
        affinity=affinity_of(synergies.letters(), size),
        topic_layers=candidates.topic_layers(),
        synergies=synergies.letters(),
        seed=int.from_bytes(hashlib.sha256(f"speed:{event.pk}".encode()).digest()[:8], "big") >> 1,
    )


def _history(ids: set[int]) -> History:
    """Who does not want whom never shares a table; who was asked about whom, whatever came of it, is merely avoided.

    Two of whom one said no would otherwise be told from two of whom one said nothing, by sitting together (F003).
    """
    pairs = Q(member_a__in=ids, member_b__in=ids)
    asked = Introduction.objects.filter(pairs, offered_at__isnull=False).order_by()
    ties = Tie.objects.filter(pairs, kind__in=ACQUAINTED).order_by()
    faces = OptIn.objects.filter(face__in=ids, member__in=ids).order_by()
    met = {*asked.values_list("member_a", "member_b"), *ties.values_list("member_a", "member_b")}
    met |= {(min(pair), max(pair)) for pair in faces.values_list("member", "face")}
    blocked, organisations = exclusions_among(ids, Q())
    return History(met=tuple(sorted(met)), blocked=blocked, blocked_organisations=organisations)
