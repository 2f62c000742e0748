"""What would a person say about why these two should meet?

Turns the parts of a score into reason codes with the facts a template can word. Every reason is honest: without the
fact it names, all else equal, the pair would score lower. The strongest come first; there are two or three of them. A
wish that may not be named and the visit of somebody else are no reasons: anybody who reads one knows of it. After
those that anybody may read comes at most one of their own (results.OF_THEIR_OWN), which takes no other's place: who may
not read it cannot even tell that it is there. The codes:

    offer_meets_seek   who (offers), whom (seeks), topics    shared_theme       topics
    shared_words       words                                 layers_complement  layers [of a, of b], synergy letter
    other_region       homes, regions                        first_introduction who (member ids), rounds (the most)
    wish               who, organisation                     same_event         events, the newest first
  of their own:
    mutual_wish        organisations [of a, of b]            visit              who, home; back, when both are coming
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import permutations
from operator import itemgetter

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import LAYER_TIE
from matchmaking.engine.results import OF_THEIR_OWN, Reason, Score
from matchmaking.engine.scoring import (
    BOTH_WAYS,
    HALF_EXCHANGE,
    MIX_EXCHANGE,
    MIX_SHARED,
    MIX_WORDS,
    NEAREST,
    ONE_WAY,
    ONE_WISH,
    Overlap,
    halves,
    hopes_openly,
    overlap_of,
    rarity_of,
    saturate,
    seen_at,
)
from matchmaking.engine.shapes import Candidate, Fact

MOST = 3
ABOUT_RELEVANCE = frozenset({"offer_meets_seek", "shared_theme", "shared_words"})

Found = tuple[int, str, dict[str, Fact]]  # strength in weight x micro-units, code, facts
Tie = tuple[int, int, int]  # twice what it adds to the layer part, minus the layer of a, minus the layer of b
Synergies = tuple[tuple[str, tuple[int, ...]], ...]


def reasons_for(a: Candidate, b: Candidate, score: Score, context: Context) -> tuple[Reason, ...]:
    """In: a pair (a.id < b.id) and its score. Out: at most three reasons that anybody may read, strongest first, by
    what each added to the total. What the two have to tell each other is always among them: distance alone is no reason
    to meet."""
    return tuple(one for one in explain(a, b, score, context)[0] if one.code not in OF_THEIR_OWN)


def explain(
    a: Candidate, b: Candidate, score: Score, context: Context, overlap: Overlap | None = None
) -> tuple[tuple[Reason, ...], str]:
    """In: the same; the overlap if it is known. Out: the reasons, one of their own last; and the letter of the synergy
    that these two tie most, the one to which the layer part owes most: of equals the one with the fewest layers, then
    the first letter; "" when none."""
    ties = _ties(a, b, context)
    letter = _letter(ties, context.pool.synergies)
    found = [
        *_relevant(a, b, score, context, overlap or overlap_of(a, b, context)),
        *_arranged(a, b, score, ties, letter, context),
    ]
    # Equally strong ones stay in the order in which they were found.
    found.sort(key=itemgetter(0), reverse=True)
    chosen = found[:MOST]
    if ABOUT_RELEVANCE.isdisjoint([code for _, code, _ in chosen]):
        chosen = [*found[: MOST - 1], *(one for one in found[MOST:] if one[1] in ABOUT_RELEVANCE)][:MOST]
    chosen += sorted(_of_their_own(a, b, score, context), key=itemgetter(0), reverse=True)[:1] if score.private else []
    return tuple([Reason(code, facts) for _, code, facts in chosen]), letter


def _relevant(a: Candidate, b: Candidate, score: Score, context: Context, overlap: Overlap) -> Iterator[Found]:
    """What the two have to tell each other; nothing when that has no weight."""
    weight = context.pool.weights.relevance
    if not weight:
        return
    if score.relevance["shared"]:
        yield from _topical(a, b, overlap, context.topic_weight, weight, score.relevance["shared"])
    if a.words and (words := set(a.words).intersection(b.words)):
        strength = weight * MIX_WORDS * score.relevance["words"] // 100
        yield strength, "shared_words", {"words": _rarest(words, context.word_weight)}


def _topical(
    a: Candidate, b: Candidate, overlap: Overlap, rare: Mapping[str, int], weight: int, shared: int
) -> Iterator[Found]:
    """In: two with topics in common, and these; how rare topics are; the weight of relevance; what sharing gave."""
    there, back, themes, (given, taken, whole) = overlap
    both = saturate(min(given, taken), HALF_EXCHANGE)
    for giver, taker, met, fit in ((a, b, there, given), (b, a, back, taken)):
        if met:
            added = MIX_EXCHANGE * (ONE_WAY * saturate(fit, HALF_EXCHANGE) + BOTH_WAYS * both // 2) // 100
            # What meets a seek is shared as well: its part of what the shared ones added belongs to it.
            strength = weight * (added + MIX_SHARED * shared * fit // whole) // 100
            yield strength, "offer_meets_seek", {"who": giver.id, "whom": taker.id, "topics": _rarest(met, rare)}
    if themes:
        strength = weight * MIX_SHARED * shared * rarity_of(themes, rare) // whole // 100
        yield strength, "shared_theme", {"topics": _rarest(themes, rare)}


def _arranged(
    a: Candidate, b: Candidate, score: Score, ties: Sequence[Tie], letter: str, context: Context
) -> Iterator[Found]:
    """What makes the meeting worth arranging; no reason whose part has no weight."""
    weights, parts, policy = context.pool.weights, score.parts, context.pool.policy
    if weights.layer and parts["layer"] >= LAYER_TIE:
        yield weights.layer * parts["layer"], "layers_complement", {
            "layers": _strongest(ties, letter, context.pool.synergies), "synergy": letter,
        }  # fmt: skip
    if weights.region and a.home != b.home:
        # In a cross-region round every allowed pair has the first part of this; only the rest speaks for this one.
        above = parts["region"] - (NEAREST if policy.cross_region else 0)
        yield weights.region * above, "other_region", {"homes": [a.home, b.home], "regions": [a.region, b.region]}
    if weights.fairness and (waited := [one for one in (a, b) if one.starved]):
        facts: dict[str, Fact] = {"who": [one.id for one in waited], "rounds": max([one.starved for one in waited])}
        yield weights.fairness * parts["fairness"], "first_introduction", facts
    if weights.wish and parts["wish"]:
        for one, other in ((a, b), (b, a)):
            if hopes_openly(one, other):
                yield weights.wish * ONE_WISH, "wish", {"who": one.id, "organisation": other.organisation}
    if weights.visit and (events := seen_at(a, b)):
        yield weights.visit * parts["visit"], "same_event", {"events": sorted(events, reverse=True)}


def _of_their_own(a: Candidate, b: Candidate, score: Score, context: Context) -> Iterator[Found]:
    """What only those it is about may read: that both hope for each other, and one's own visit."""
    weights, private = context.pool.weights, score.private
    if weights.wish and score.parts["wish"] > ONE_WISH and "wish" in private:
        yield weights.wish * private["wish"], "mutual_wish", {"organisations": [a.organisation, b.organisation]}
    if weights.visit and "visit" in private:
        yield weights.visit * private["visit"], "visit", _visit(a, b)


def _visit(a: Candidate, b: Candidate) -> dict[str, Fact]:
    """Who is about to be where the other is. When both are, that is one reason, not two: either would do."""
    if b.home not in a.visits:
        return {"who": b.id, "home": a.home}
    facts: dict[str, Fact] = {"who": a.id, "home": b.home}
    return facts | {"back": a.home} if a.home in b.visits else facts


def _rarest(items: Collection[str], weight: Mapping[str, int]) -> list[str]:
    if len(items) == 1:  # most pairs share little, and a round explains thousands of them
        return list(items)
    return sorted(items, key=lambda item: (-weight[item], item))


def _ties(a: Candidate, b: Candidate, context: Context) -> list[Tie]:
    """Every layer of a with every other layer of b that adds to the layer part."""
    worth = context.pool.affinity
    theirs = [(j, share) for j, share in enumerate(context.layers[b.id]) if share]
    return [
        (mine * worth[i][j] * share * halves(a, b, i, j), -i - 1, -j - 1)
        for i, mine in enumerate(context.layers[a.id])
        if mine
        for j, share in theirs
        if i != j and worth[i][j]
    ]


def _letter(ties: Iterable[Tie], synergies: Synergies) -> str:
    letters, joined_by = _joining(synergies)
    adds = [0] * len(letters)
    for added, i, j in ties:
        for place in joined_by.get((-i, -j), ()):
            adds[place] += added
    most = max(adds, default=0)
    return letters[adds.index(most)] if most else ""


def _strongest(ties: Iterable[Tie], letter: str, synergies: Synergies) -> list[int]:
    """The layer of a and the other layer of b that add most to the layer part, within the named synergy."""
    within = set(dict(synergies).get(letter, ()))
    _, i, j = max([tie for tie in ties if not within or (-tie[1] in within and -tie[2] in within)])
    return [-i, -j]


@lru_cache(maxsize=8)
def _joining(synergies: Synergies) -> tuple[list[str], dict[tuple[int, int], list[int]]]:
    """The letters, those with the fewest layers first; two layers -> the places of the letters that join them."""
    ordered = sorted((len(set(layers)), letter, set(layers)) for letter, layers in synergies)
    places: dict[tuple[int, int], list[int]] = {}
    for place, (_, _, layers) in enumerate(ordered):
        for pair in permutations(layers, 2):
            places.setdefault(pair, []).append(place)
    return [letter for _, letter, _ in ordered], places
