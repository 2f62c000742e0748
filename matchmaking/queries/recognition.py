"""How well does a score recognise real partners among all pairs of organisations?

Two figures. AUC: how often a known partnership scores above a pair that is none known. Top ten: how often a partner is
among the ten best of the other side, all other organisations counted, other partners too. Ties count half, or what
they are worth on average.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean
from typing import TypeVar

from matchmaking.queries.partnerships import Partnership

BEST = 10
FOLDS = 5

Choice = TypeVar("Choice")
Scores = Sequence[float]  # one for each pair of Pairs.all, in that order


@dataclass(frozen=True, slots=True)
class Recognised:
    """Of one partnership: the share of other pairs that score lower, and how often (of two sides) it is on top."""

    group: str
    above: float
    top_ten: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over partnerships, 0 to 1."""

    auc: float
    top_ten: float

    @classmethod
    def of(cls, found: Iterable[Recognised]) -> "Figures":
        found = list(found)
        return cls(round(fmean(one.above for one in found), 4), round(fmean(one.top_ten for one in found), 4))


class Pairs:
    """All pairs of some organisations, and which of them are known partnerships."""

    def __init__(self, slugs: Sequence[str], known: Iterable[Partnership]):
        self.known = list(known)
        self.all = list(combinations(range(len(slugs)), 2))
        place = {pair: number for number, pair in enumerate(self.all)}
        row = {slug: number for number, slug in enumerate(slugs)}
        self._known = [place[row[one.a], row[one.b]] for one in self.known]
        self._of_side: list[list[int]] = [[] for _ in slugs]
        for number, pair in enumerate(self.all):
            for side in pair:
                self._of_side[side].append(number)

    def recognise(self, scores: Scores) -> list[Recognised]:
        """In: the score of every pair. Out: one answer per known partnership, in their order."""
        partners = set(self._known)
        others = sorted(score for number, score in enumerate(scores) if number not in partners)
        found = []
        for one, number in zip(self.known, self._known, strict=True):
            mine = scores[number]
            below = (bisect_left(others, mine) + bisect_right(others, mine)) / 2
            tops = [self._on_top(scores, mine, side) for side in self.all[number]]
            found.append(Recognised(one.group, below / len(others), fmean(tops)))
        return found

    def _on_top(self, scores: Scores, mine: float, side: int) -> float:
        """The chance that this one is among the side's ten best, equals being drawn by lot."""
        rivals = [scores[number] for number in self._of_side[side]]
        better = sum(score > mine for score in rivals)
        equal = sum(score == mine for score in rivals)
        return min(1.0, max(0.0, (BEST - better) / equal))


def cross_validated(
    pairs: Pairs, choices: Sequence[Choice], score: Callable[[Choice], Scores]
) -> tuple[Figures, list[Choice]]:
    """In: what could be chosen, and the scores each choice gives. Out: the figures of partnerships that had no say in
    the choice by which they are judged, and the choice of each fold.

    Whole deals are held out together. A fold's choice is the one with the highest AUC plus top ten on the others; of
    equals the first.
    """
    answers = [pairs.recognise(score(choice)) for choice in choices]
    held_out, chosen = [], []
    for fold in folds(one.group for one in pairs.known):
        seen = [[one for one in answer if one.group not in fold] for answer in answers]
        best = max(range(len(choices)), key=lambda number: (_merit(seen[number]), -number))
        chosen.append(choices[best])
        held_out.extend(one for one in answers[best] if one.group in fold)
    return Figures.of(held_out), chosen


def folds(groups: Iterable[str], count: int = FOLDS) -> list[set[str]]:
    """In: the deal of every partnership. Out: the deals in `count` sets, about equally many partnerships in each."""
    sizes: dict[str, int] = {}
    for group in groups:
        sizes[group] = sizes.get(group, 0) + 1
    found: list[set[str]] = [set() for _ in range(count)]
    loads = [0] * count
    for group in sorted(sizes, key=lambda group: (-sizes[group], group)):
        lightest = loads.index(min(loads))
        found[lightest].add(group)
        loads[lightest] += sizes[group]
    return found


def _merit(found: list[Recognised]) -> float:
    figures = Figures.of(found)
    return figures.auc + figures.top_ten
