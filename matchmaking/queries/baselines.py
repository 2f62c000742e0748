"""What do simpler scores make of a pair of organisations? Those the engine's own is measured against."""

from collections import Counter
from collections.abc import Callable, Iterable
from math import log, sqrt

from matchmaking.engine.context import Context
from matchmaking.engine.scoring import common
from matchmaking.engine.shapes import Candidate

Baseline = Callable[[Candidate, Candidate], float]


def baselines(context: Context) -> dict[str, Baseline]:
    """In: the pool's context. Out: name -> score of a pair, in units of its own."""
    topics = context.topic_weight
    words = _inverse_frequency(one.words for one in context.pool.candidates)

    def themes(one: Candidate) -> set[str]:
        return {*one.offers, *one.seeks}

    def fits(a: Candidate, b: Candidate) -> tuple[float, float]:
        """Of what each seeks, the share that the other offers, by rarity."""
        there, back = common(a.offers, b.seeks, topics), common(b.offers, a.seeks, topics)
        return there / max(common(b.seeks, b.seeks, topics), 1), back / max(common(a.seeks, a.seeks, topics), 1)

    def harmonic(a: Candidate, b: Candidate) -> float:
        there, back = fits(a, b)
        return 2 * there * back / (there + back) if there and back else 0.0

    def affinity(a: Candidate, b: Candidate) -> float:
        left, right, worth = context.layers[a.id], context.layers[b.id], context.pool.affinity
        cells = ((i, j) for i in range(len(left)) for j in range(len(right)))
        return sum(left[i] * worth[i][j] * right[j] for i, j in cells)

    return {
        "layer affinity": affinity,
        "harmonic mean of the two fits": harmonic,
        "words of the summaries, tf-idf cosine": lambda a, b: _cosine(set(a.words), set(b.words), words),
        "sum of the two fits": lambda a, b: sum(fits(a, b)),
        "offers that meet seeks, by rarity": lambda a, b: (
            common(a.offers, b.seeks, topics) + common(b.offers, a.seeks, topics)
        ),
        "cosine of all topics": lambda a, b: _cosine(themes(a), themes(b), topics),
        "overlap of all topics, by rarity": lambda a, b: common(themes(a), themes(b), topics),
    }


def _inverse_frequency(documents: Iterable[Iterable[str]]) -> dict[str, float]:
    held = [set(document) for document in documents]
    count = Counter(word for document in held for word in document)
    return {word: log(len(held) / often) for word, often in count.items()}


def _cosine(left: set[str], right: set[str], weight: dict[str, float] | dict[str, int]) -> float:
    def squares(items: set[str]) -> float:
        return sum(weight[item] ** 2 for item in sorted(items))

    both = squares(left & right)
    return both / sqrt(squares(left) * squares(right)) if both else 0.0
