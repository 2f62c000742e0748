"""What would a person say about why these two should meet?

Turns the parts of a score into reason codes with the facts a template can word. Every reason really raised the score;
the strongest come first; there are two or three of them. The codes:

    offer_meets_seek   who (offers), whom (seeks), topics    shared_theme       topics
    shared_words       words                                 layers_complement  layers [of a, of b], synergy letter
    other_region       homes, regions                        first_introduction who (member ids), rounds (the most)
    wish               who, organisation                     visit              who, home
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from matchmaking.engine.context import Context
from matchmaking.engine.eligibility import LAYER_TIE
from matchmaking.engine.results import Reason, Score
from matchmaking.engine.scoring import (
    BOTH_WAYS,
    HALF_EXCHANGE,
    MIX_EXCHANGE,
    MIX_SHARED,
    MIX_WORDS,
    NEAREST,
    ONE_WAY,
    common,
    saturate,
)
from matchmaking.engine.shapes import Candidate, Fact

MOST = 3
ABOUT_RELEVANCE = frozenset({"offer_meets_seek", "shared_theme", "shared_words"})


def reasons_for(a: Candidate, b: Candidate, score: Score, context: Context) -> tuple[Reason, ...]:
    """In: a pair (a.id < b.id) and its score. Out: at most three reasons, strongest first, by what each added to the
    total. What the two have to tell each other is always among them: distance alone is no reason to meet."""
    found = sorted(_all(a, b, score, context), key=lambda item: (-item[0], item[1].code, str(item[1].facts)))
    ranked = [reason for _, reason in found]
    chosen, rest = ranked[:MOST], ranked[MOST:]
    if not any(reason.code in ABOUT_RELEVANCE for reason in chosen):
        relevant = [reason for reason in rest if reason.code in ABOUT_RELEVANCE]
        chosen = [*chosen[: MOST - 1], relevant[0]] if relevant else chosen
    return tuple(chosen)


def synergy_of(a: Candidate, b: Candidate, context: Context) -> str:
    """The letter of the synergy these two tie most: the one that joins most of a's layer weight with *another* layer
    of b's. Of equals the one with the fewest layers, then the first letter. "" when none."""
    left, right = context.layers[a.id], context.layers[b.id]

    def tie(layers: Iterable[int]) -> int:
        return sum(left[i - 1] * right[j - 1] for i in layers for j in layers if i != j)

    best = min(
        ((-tie(set(layers)), len(set(layers)), letter) for letter, layers in context.pool.synergies),
        default=(0, 0, ""),
    )
    return best[2] if best[0] else ""


def _all(a: Candidate, b: Candidate, score: Score, context: Context) -> Iterator[tuple[int, Reason]]:
    """Every reason with its strength, weight x micro-units that it added; none whose part has no weight."""
    if context.pool.weights.relevance:
        yield from _relevant(a, b, score, context)
    yield from _arranged(a, b, score, context)


def _relevant(a: Candidate, b: Candidate, score: Score, context: Context) -> Iterator[tuple[int, Reason]]:
    weight, topics = context.pool.weights.relevance, context.topic_weight
    there, back = common(a.offers, b.seeks, topics), common(b.offers, a.seeks, topics)
    everything = common((*a.offers, *a.seeks), (*b.offers, *b.seeks), topics)
    both = saturate(min(there, back), HALF_EXCHANGE)

    def theme(part: int) -> int:
        """These topics' share of what the shared ones added."""
        return MIX_SHARED * score.relevance["shared"] * part // everything

    exchanged: set[str] = set()
    for giver, taker, fit in ((a, b, there), (b, a, back)):
        if met := set(giver.offers).intersection(taker.seeks):
            exchanged |= met
            added = MIX_EXCHANGE * (ONE_WAY * saturate(fit, HALF_EXCHANGE) + BOTH_WAYS * both // 2) // 100
            facts: dict[str, Fact] = {"who": giver.id, "whom": taker.id, "topics": _rarest(met, topics)}
            yield weight * (added + theme(fit)) // 100, Reason("offer_meets_seek", facts)
    themes = {*a.offers, *a.seeks}.intersection((*b.offers, *b.seeks)) - exchanged
    if themes:
        strength = weight * theme(sum(topics[topic] for topic in themes)) // 100
        yield strength, Reason("shared_theme", {"topics": _rarest(themes, topics)})
    if words := set(a.words).intersection(b.words):
        strength = weight * MIX_WORDS * score.relevance["words"] // 100
        yield strength, Reason("shared_words", {"words": _rarest(words, context.word_weight)})


def _arranged(a: Candidate, b: Candidate, score: Score, context: Context) -> Iterator[tuple[int, Reason]]:
    weights, parts, policy = context.pool.weights, score.parts, context.pool.policy
    if weights.layer and parts["layer"] >= LAYER_TIE:
        letter = synergy_of(a, b, context)
        facts: dict[str, Fact] = {"layers": _strongest_tie(a, b, letter, context), "synergy": letter}
        yield weights.layer * parts["layer"], Reason("layers_complement", facts)
    if weights.region and a.home != b.home:
        # In a cross-region round every allowed pair has the first part of this; only the rest speaks for this one.
        above = parts["region"] - (NEAREST if policy.cross_region else 0)
        yield (
            weights.region * above,
            Reason("other_region", {"homes": [a.home, b.home], "regions": [a.region, b.region]}),
        )
    if weights.fairness and (waited := [one for one in (a, b) if one.starved]):
        facts = {"who": [one.id for one in waited], "rounds": max(one.starved for one in waited)}
        yield weights.fairness * parts["fairness"], Reason("first_introduction", facts)
    for one, other in ((a, b), (b, a)):
        if weights.wish and other.organisation in one.wishes:
            strength = weights.wish * parts["wish"] // ((b.organisation in a.wishes) + (a.organisation in b.wishes))
            yield strength, Reason("wish", {"who": one.id, "organisation": other.organisation})
        if weights.visit and other.home in one.visits:
            yield weights.visit * parts["visit"], Reason("visit", {"who": one.id, "home": other.home})


def _rarest(items: Iterable[str], weight: Mapping[str, int]) -> list[str]:
    return sorted(items, key=lambda item: (-weight[item], item))


def _strongest_tie(a: Candidate, b: Candidate, letter: str, context: Context) -> list[int]:
    """The layer of a and the other layer of b that add most to the layer part, within the named synergy."""
    left, right, worth = context.layers[a.id], context.layers[b.id], context.pool.affinity
    within = dict(context.pool.synergies).get(letter, range(1, context.pool.stack + 1))
    ties = ((left[i - 1] * worth[i - 1][j - 1] * right[j - 1], -i, -j) for i in within for j in within if i != j)
    _, i, j = max(ties)
    return [-i, -j]
