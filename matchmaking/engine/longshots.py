"""Which proposals of a round are long shots?

Serendipity is worth a share of the round: pairs whose use is not obvious. They are the proposals with the least
relevance, kept for what else speaks for them: other layers, distance, a long wait. Marked, so that organisers can say
so, and so that what came of them can be set against the rest.
"""

from __future__ import annotations

from collections.abc import Sequence

from matchmaking.engine.results import Score


def long_shots(scores: Sequence[Score], percent: int) -> frozenset[int]:
    """In: the scores of the proposals, in order; the share wanted. Out: the places of the long shots: of n proposals
    n x percent / 100 of them, rounded to the nearest (half up)."""
    wanted = (len(scores) * percent + 50) // 100
    ranked = sorted(range(len(scores)), key=lambda place: (scores[place].parts["relevance"], place))
    return frozenset(ranked[:wanted])
