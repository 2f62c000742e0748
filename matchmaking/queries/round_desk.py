"""What does an organiser read of a round? Its proposals with both people, its certificate, and who was left out.

The number of queries does not depend on the number of proposals. Answers are not read here at all.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from corridor.models import Member, Region
from corridor.queries.scope import Scope
from matchmaking import left_out
from matchmaking.engine.shapes import MICRO, Weights
from matchmaking.models import Introduction, Round
from matchmaking.queries import acquaintance
from matchmaking.queries.acquaintance import Side
from matchmaking.wording import Worded, Wording

State = Introduction.State
# What organisers see as one: whether somebody said no or nobody said anything is not theirs to know.
ENDED = (State.DECLINED, State.EXPIRED)
TONES = {"relevance": 0, "layer": 1, "region": 2}  # the score bar's shades; every other part shares the last one
OTHER_TONE = 3
BAR = 180  # width of the bar in its own units
LEAST_DRAWN = 0.0005
LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Members without a proposal, each with what stood in the way: the first LONGEST_LIST of them, and how many."""

    listed: list[tuple[Member, str]]
    count: int


@dataclass(frozen=True, slots=True)
class Part:
    """One named part of a score: what it adds to the total (0 to 1), and where it lies in the bar."""

    name: str
    adds: float
    tone: int
    x: str
    width: str


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """A pair that could be proposed in the place of a proposal. `free`: nothing else need be set aside for it."""

    a: Member
    b: Member
    score: float
    free: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """An introduction as an organiser reads it. `score` is None where it would say more than "did not go ahead"."""

    introduction: Introduction
    a: Side
    b: Side
    reasons: list[Worded]
    score: float | None
    parts: list[Part]
    runner_ups: Sequence[RunnerUp] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """How good the round is, and who stayed without. Values are sums of scores with bonuses; share: how many percent of
    the best possible round it is at least. groups: counts of members; pairs: of pairs whose two could be introduced,
    and whether that number is an estimate."""

    value: float
    bound: float
    share: Decimal
    members: int
    reached: int
    unserved: int
    by_own_settings: int
    groups: list[tuple[str, int]]
    pairs: list[tuple[str, int, bool]]

    @property
    def best(self) -> bool:
        """Whether it is proven that no round could be better."""
        return self.share == 100

    @property
    def estimates(self) -> bool:
        """Whether a number of pairs among these is an estimate."""
        return any(about for _words, _count, about in self.pairs)


def rounds(scope: Scope) -> QuerySet[Round]:
    """The rounds that touch `scope`: of all regions, or of one that lies in it, above it or below it."""
    rows = Round.objects.defer("pool", "certificate").prefetch_related("regions")
    if scope.everything:
        return rows
    if not scope.regions:
        return rows.none()
    own = Round.regions.through.objects.filter(round=OuterRef("pk"), region__in=scope.regions | _above(scope.regions))
    some = Round.regions.through.objects.filter(round=OuterRef("pk"))
    return rows.filter(Exists(own) | ~Exists(some))


def introductions(scope: Scope) -> QuerySet[Introduction]:
    """The introductions of which at least one side is within `scope`.

    Not the organiser's own: there they are a member, and see what a member may see (F003).
    """
    rows = Introduction.objects.select_related("member_a", "member_b", "round", "synergy", "venue")
    rows = rows.defer("round__pool", "round__certificate")
    rows = rows.exclude(Q(member_a=scope.person) | Q(member_b=scope.person))
    return rows if scope.everything else rows.filter(scope.of_member("member_a__") | scope.of_member("member_b__"))


def with_counts(rows: QuerySet[Round], scope: Scope) -> QuerySet[Round]:
    """Rounds with the numbers of their introductions: waiting to be read, both asked, introduced.

    Not counting the organiser's own: a number that moves after their yes would tell what the other said (F003).
    """
    own = Q(introductions__member_a=scope.person) | Q(introductions__member_b=scope.person)
    return rows.annotate(
        to_read=Count("introductions", filter=Q(introductions__state=State.PROPOSED) & ~own),
        asked=Count("introductions", filter=Q(introductions__state=State.OFFERED) & ~own),
        made=Count("introductions", filter=Q(introductions__state=State.MADE) & ~own),
    )


def counts(rows: QuerySet[Introduction]) -> Counter:
    """How many introductions there are by what organisers call their state ("ended" for declined and expired)."""
    found = Counter()
    for state, number in rows.order_by().values_list("state").annotate(number=Count("pk")):
        found["ended" if state in ENDED else state] += number
    return found


def read(
    rows: Sequence[Introduction], *, weights: dict[str, int], today: dt.date, scope: Scope | None = None
) -> list[Reading]:
    """Introductions (members selected) with both sides, reasons in words and score parts, and for the `scope` of who
    may choose them their runner-ups. Four queries, seven with runner-ups."""
    sides = acquaintance.sides_of([member for one in rows for member in one.members])
    acquaintance.add_layers(sides, today=today)
    words = Wording(rows)
    others = runner_ups(rows, scope) if scope else {}
    return [
        Reading(
            introduction=one,
            a=sides[one.member_a_id],
            b=sides[one.member_b_id],
            reasons=words.for_organiser(one),
            score=None if one.state in ENDED else one.score / MICRO,
            parts=[] if one.state in ENDED else parts_of(one, weights),
            runner_ups=others.get(one.pk, ()),
        )
        for one in rows
    ]


def runner_ups(rows: Iterable[Introduction], scope: Scope) -> dict[int, list[RunnerUp]]:
    """Proposal number -> its runner-up pairs that are within `scope` on one side and not proposed in its round already.

    Without the organiser's own pairs: another organiser decides about those. Three queries, none without runner-ups.
    """
    waiting = [one for one in rows if one.state == State.PROPOSED and one.runner_ups]
    numbers = {pk for one in waiting for pair in one.runner_ups for pk in (pair["a"], pair["b"])}
    if not numbers:
        return {}
    members = Member.objects.filter(is_active=True).only("name").in_bulk(numbers)
    near = set(scope.members().filter(pk__in=numbers).order_by().values_list("pk", flat=True))
    proposed = Introduction.objects.filter(round__in={one.round_id for one in waiting}, state=State.PROPOSED).order_by()
    taken = set(proposed.values_list("round", "member_a", "member_b"))

    def fits(one: Introduction, pair: set[int]) -> bool:
        inside = pair <= members.keys() and not pair.isdisjoint(near) and scope.person not in pair
        return inside and (one.round_id, min(pair), max(pair)) not in taken

    return {
        one.pk: [
            RunnerUp(members[pair["a"]], members[pair["b"]], pair["score"] / MICRO, pair["free"])
            for pair in one.runner_ups
            if fits(one, {pair["a"], pair["b"]})
        ]
        for one in waiting
    }


def long_shots(round: Round) -> tuple[int, int]:
    """How many of the round's proposals are long shots, and how many there are. What was set aside does not count."""
    kept = Introduction.objects.filter(round=round).exclude(state=State.DROPPED).order_by()
    found = kept.aggregate(all=Count("pk"), long=Count("pk", filter=Q(long_shot=True)))
    return found["long"], found["all"]


def parts_of(introduction: Introduction, weights: dict[str, int]) -> list[Part]:
    """Every part of a score, the largest shade first, with its place in the bar; no width where it adds nothing."""
    found, x = [], 0.0
    names = sorted(weights, key=lambda name: (TONES.get(name, OTHER_TONE), -weights[name]))
    for name in names:
        adds = weights[name] * introduction.parts.get(name, 0) / 100 / MICRO
        width = adds * BAR
        tone = TONES.get(name, OTHER_TONE)
        # Text, not numbers: a comma from the language would break the drawing.
        drawn = f"{max(width - 1.5, 0.5):.1f}" if adds >= LEAST_DRAWN else ""
        found.append(Part(name, adds, tone, f"{x:.1f}", drawn))
        x += width
    return found


def weights_of(round: Round) -> dict[str, int]:
    """The weights the round was computed with, without reading its whole pool."""
    stored = Round.objects.filter(pk=round.pk).values_list("pool__weights", flat=True).first()
    return stored or Weights().to_json()


def certificate_of(round: Round) -> dict:
    """What the engine said of the round; empty before it was computed. One query."""
    return Round.objects.filter(pk=round.pk).values_list("certificate", flat=True).first() or {}


def report(found: dict) -> Report | None:
    """A certificate as an organiser reads it; None before the round was computed."""
    if "bound" not in found:
        return None
    groups = Counter(left_out.group_of(one["rule"]) for one in found["unmatched"])
    pairs, about = Counter(), {left_out.PAIR_GROUP_OF.get(name) for name in found.get("estimated", ())}
    for rule, count in found.get("blocked_per_rule", {}).items():
        pairs[left_out.PAIR_GROUP_OF.get(rule)] += count
    value, bound = found["value"], found["bound"]
    return Report(
        value=value / MICRO,
        bound=bound / MICRO,
        share=share_of_best(value, bound),
        members=found["reached"] + len(found["unmatched"]),
        reached=found["reached"],
        unserved=len(found["unmatched"]),
        by_own_settings=groups[left_out.OWN],
        groups=[(str(words), groups[key]) for key, words in left_out.WORDS.items() if groups[key]],
        pairs=[
            (str(words), roughly(pairs[key]) if key in about else pairs[key], key in about)
            for key, words in left_out.PAIR_WORDS.items()
            if pairs[key]
        ],
    )


def roughly(count: int) -> int:
    """An estimate as it may be told: to two digits, for it is a few percent off, and more would look like knowledge."""
    return round(count, 2 - len(str(count)))


def share_of_best(value: int, bound: int) -> Decimal:
    """What a round is worth, in percent of what no round could exceed, to two places. Always rounded down, so that only
    a round that is proven best is called so."""
    return Decimal(10_000 * value // bound if value < bound else 10_000) / 100


def unserved(found: dict, scope: Scope) -> LeftOut:
    """The members within `scope` whom a certificate left out, each with the reason an organiser may read. One query."""
    rules = {one["id"]: left_out.group_of(one["rule"]) for one in found.get("unmatched", ())}
    order = list(left_out.WORDS)
    members = list(scope.members().filter(pk__in=list(rules)).only("name").order_by("name", "pk"))
    members.sort(key=lambda member: order.index(rules[member.pk]))
    listed = [(member, str(left_out.WORDS[rules[member.pk]])) for member in members[:LONGEST_LIST]]
    return LeftOut(listed, len(members))


def _above(regions: frozenset[int]) -> set[int]:
    """The regions that `regions` are part of."""
    parents = dict(Region.objects.values_list("pk", "parent_id"))
    found, waiting = set(), list(regions)
    while waiting:
        parent = parents.get(waiting.pop())
        if parent and parent not in found:
            found.add(parent)
            waiting.append(parent)
    return found
