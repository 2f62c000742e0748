"""How good is it that these two meet?

The reference: one pair at a time, plain integers, every part readable. sweep.py computes the same numbers for all
pairs at once and a test keeps the two equal. Every part lies between 0 and 1,000,000 before weighting.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from math import isqrt
from typing import NamedTuple, TypeVar

from matchmaking.engine import weights
from matchmaking.engine.context import METRES_PER_MILLI_DEGREE, Context
from matchmaking.engine.results import Score
from matchmaking.engine.shapes import MICRO, Candidate, Pool, Weights

# Plain numbers, for the compiled loops.
HALF_SHARED, HALF_EXCHANGE, HALF_WORDS = weights.HALF["shared"], weights.HALF["exchange"], weights.HALF["words"]
MIX_SHARED, MIX_EXCHANGE, MIX_WORDS = weights.MIX["shared"], weights.MIX["exchange"], weights.MIX["words"]
HALF_FIELDS, MIX_FIELDS = weights.HALF["fields"], weights.MIX["fields"]
ONE_WAY, BOTH_WAYS = weights.ONE_WAY, weights.BOTH_WAYS

NEAREST, PER_METRE, FARTHEST = 400_000, 5, 120_000  # another region: 0.4 at the door, 1.0 from 120 km
SHARED_ACQUAINTANCE = MICRO // 2
ONE_WISH = MICRO // 2
_MASK = 2**64 - 1

Item = TypeVar("Item", bound=Hashable)


class Overlap(NamedTuple):
    """The topics that two have in common (topics_in_common), and how rare they are: those that one could give, those
    that the other could, and all."""

    there: set[str]
    back: set[str]
    themes: set[str]
    rarity: tuple[int, int, int]


def score_pair(
    a: Candidate, b: Candidate, pool: Pool, context: Context | None = None, overlap: Overlap | None = None
) -> Score:
    """In: two members of the pool, in either order. Out: the score; total = sum of weight x part // 100.

    Give the context when asking about many pairs; it costs a pass over the pool. Give the overlap if it is known.
    """
    context = context or Context.of(pool)
    ingredients = relevance_of(a, b, context, overlap or overlap_of(a, b, context))
    parts = {
        "relevance": mix_relevance(ingredients),
        "layer": layer_part(a, b, context),
        "region": region_part(a, b, context),
        "novelty": novelty_part(a, b, context),
        "fairness": (a.starved + b.starved) * MICRO // 6,
        "wish": ONE_WISH * ((b.organisation in a.wishes) + (a.organisation in b.wishes)),
        "visit": MICRO * (b.home in a.visits or a.home in b.visits or bool(seen_at(a, b))),
        "explore": explore_part(a.id, b.id, pool.seed),
    }
    private = _private(a, b, parts) if parts["wish"] or parts["visit"] else {}
    return Score(total=total_of(parts, pool.weights), parts=parts, relevance=ingredients, private=private)


def _private(a: Candidate, b: Candidate, parts: Mapping[str, int]) -> dict[str, int]:
    """What of the wish and of the visit is nobody's business."""
    named = ONE_WISH * (hopes_openly(a, b) + hopes_openly(b, a))
    found = {"wish": parts["wish"] - named, "visit": 0 if seen_at(a, b) else parts["visit"]}
    return {name: part for name, part in found.items() if part}


def told(score: Score, weight: Weights) -> Score:
    """In: a score, and the weights it was made with. Out: the same as others may know it: what is private ranks a pair
    among those that may be proposed, and neither helps it there nor shows."""
    parts = {name: part - score.private.get(name, 0) for name, part in score.parts.items()}
    # Whole halves of a million, so nothing is lost by the division.
    less = sum(getattr(weight, name) * part // 100 for name, part in score.private.items())
    return Score(score.total - less, parts, score.relevance)


def hopes_openly(one: Candidate, other: Candidate) -> bool:
    """Whether `one` wishes for somebody of the other's organisation, and others may read of it."""
    return other.organisation in one.released and other.organisation in one.wishes


def seen_at(a: Candidate, b: Candidate) -> set[int]:
    """The events at which both were, neither hiding it."""
    return set(a.attended).intersection(b.attended) if a.attended else set()


def total_of(parts: Mapping[str, int], weight: Weights) -> int:
    """Sum of weight x part // 100."""
    arranged = weight.layer * parts["layer"] + weight.region * parts["region"] + weight.novelty * parts["novelty"]
    asked = weight.fairness * parts["fairness"] + weight.wish * parts["wish"] + weight.visit * parts["visit"]
    return (weight.relevance * parts["relevance"] + arranged + asked + weight.explore * parts["explore"]) // 100


def saturate(weight: int, half: int) -> int:
    """Micro-units: 0 for nothing, half a million at `half`, never quite a million. The first match counts most."""
    return MICRO * weight // (weight + half)


def common(left: Collection[Item], right: Iterable[Item], weight: Mapping[Item, int]) -> int:
    """Total rarity of what two sets share."""
    return rarity_of(set(left).intersection(right), weight) if left else 0


def rarity_of(items: Iterable[Item], weight: Mapping[Item, int]) -> int:
    """Rarities added up."""
    return sum(map(weight.__getitem__, items))


def topics_in_common(a: Candidate, b: Candidate) -> tuple[set[str], set[str], set[str]]:
    """The topics that both name: those a offers and b seeks; those b offers and a seeks (a topic may be among both);
    and the themes, which neither could give the other."""
    offers, seeks = set(b.offers), set(b.seeks)
    there, back = seeks.intersection(a.offers), offers.intersection(a.seeks)
    themes = offers.union(seeks).intersection(a.offers + a.seeks)
    return there, back, themes - there - back if there or back else themes


def overlap_of(a: Candidate, b: Candidate, context: Context) -> Overlap:
    """In: two members. Out: what they have in common."""
    there, back, themes = topics_in_common(a, b)
    given, taken = rarity_of(there, context.topic_weight), rarity_of(back, context.topic_weight)
    # A topic that both offer and seek meets both ways, and counts once among all.
    twice = rarity_of(there & back, context.topic_weight) if there and back else 0
    whole = given + taken - twice + rarity_of(themes, context.topic_weight)
    return Overlap(there, back, themes, (given, taken, whole))


def relevance_of(a: Candidate, b: Candidate, context: Context, overlap: Overlap) -> dict[str, int]:
    """The ingredients, micro-units each: offer meets seek; topics in common however held; words in common; layers of
    the Stack in which the topics of both lie, so that two who name different topics of one field are not strangers.

    A harmonic mean of the two directions would make a one-sided fit worthless, and real partners are often one-sided;
    so each direction counts, and the weaker one counts again.
    """
    there, back, shared = overlap.rarity
    one_way = saturate(there, HALF_EXCHANGE) + saturate(back, HALF_EXCHANGE)
    return {
        "exchange": (ONE_WAY * one_way + BOTH_WAYS * saturate(min(there, back), HALF_EXCHANGE)) // 100,
        "shared": saturate(shared, HALF_SHARED),
        "words": saturate(common(a.words, b.words, context.word_weight), HALF_WORDS),
        "fields": saturate(common(context.fields[a.id], context.fields[b.id], context.field_weight), HALF_FIELDS),
    }


def mix_relevance(ingredients: Mapping[str, int]) -> int:
    """One number of the four; README.md says how well each of them predicts real partners."""
    exchange, shared, words = ingredients["exchange"], ingredients["shared"], ingredients["words"]
    mixed = MIX_EXCHANGE * exchange + MIX_SHARED * shared + MIX_WORDS * words + MIX_FIELDS * ingredients["fields"]
    return mixed // 100


def layer_part(a: Candidate, b: Candidate, context: Context) -> int:
    """l_a' C l_b over *different* layers, percentages on all three, so at most 1,000,000. A tie to a layer that the
    other asked to see less of counts half."""
    left, right, worth = context.layers[a.id], context.layers[b.id], context.pool.affinity
    ties = (
        mine * worth[i][j] * theirs * halves(a, b, i, j)
        for i, mine in enumerate(left)
        if mine
        for j, theirs in enumerate(right)
        if theirs and i != j
    )
    return sum(ties) // 2


def halves(a: Candidate, b: Candidate, i: int, j: int) -> int:
    """How many halves of the tie between place i of a's layers and place j of b's count: one where either asked to see
    less of the other's layer, else both."""
    return 1 if i + 1 in b.less_layers or j + 1 in a.less_layers else 2


def region_part(a: Candidate, b: Candidate, context: Context) -> int:
    """0 in the same home region, else more the farther apart: the near ones may meet without us."""
    if a.home == b.home:
        return 0
    return NEAREST + PER_METRE * min(distance(a, b, context), FARTHEST)


def distance(a: Candidate, b: Candidate, context: Context) -> int:
    """Metres, as the crow flies on a flat map of the corridor; 0 when either place is unknown (0, 0)."""
    if not (a.lat_milli or a.lon_milli) or not (b.lat_milli or b.lon_milli):
        return 0
    north = (a.lat_milli - b.lat_milli) * METRES_PER_MILLI_DEGREE
    east = (a.lon_milli - b.lon_milli) * context.narrow
    return isqrt(north * north + east * east)


def novelty_part(a: Candidate, b: Candidate, context: Context) -> int:
    """Half when somebody both have met could introduce them anyway."""
    mine = context.friends.get(a.id, frozenset())
    return MICRO if mine.isdisjoint(context.friends.get(b.id, frozenset())) else SHARED_ACQUAINTANCE


def mix64(value: int) -> int:
    """splitmix64's finaliser (Steele, Lea, Flood 2014): 64 well-stirred bits of any integer; arrays.py hands
    over whole columns."""
    value = (value + 0x9E3779B97F4A7C15) & _MASK
    value = ((value ^ (value >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
    return value ^ (value >> 31)


def explore_part(a: int, b: int, seed: int) -> int:
    """A die that needs no memory: the same for (a, b) and (b, a), another in every round. Also breaks ties."""
    low, high = min(a, b), max(a, b)
    return (mix64(mix64(mix64(low) ^ seed) ^ mix64(high)) >> 32) * MICRO >> 32
