"""How does the engine score every pair of organisations, and how well does each part of it recognise partners?"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from matchmaking.engine import weights
from matchmaking.engine.context import Context
from matchmaking.engine.results import Score
from matchmaking.engine.scoring import score_pair
from matchmaking.engine.shapes import PARTS
from matchmaking.queries.baselines import baselines
from matchmaking.queries.partnerships import Organisations, partnerships
from matchmaking.queries.recognition import Figures, Pairs, Scores, cross_validated

INGREDIENTS = tuple(weights.MIX)
RELEVANCE = "relevance"
HELD_OUT = "relevance, mixture chosen on other deals"
NO_WORDS = "relevance without words"
# What the mixture could have been: percent of each ingredient but the first, which gets the rest.
GRID = {"exchange": (15, 20, 25, 30), "words": (10, 15, 20, 25), "fields": (10, 15, 20, 25)}

Mixture = dict[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """Every pair of Dutch organisations with its score, no rule asked. slugs and scores go with `pairs`."""

    organisations: Organisations
    pairs: Pairs
    context: Context
    scores: tuple[Score, ...]

    @classmethod
    def of(cls, organisations: Organisations) -> "Table":
        pool, slugs = organisations.pool, organisations.slugs
        pairs, context = Pairs(slugs, partnerships(slugs)), Context.of(pool)
        members = pool.candidates
        scores = tuple(score_pair(members[a], members[b], pool, context) for a, b in pairs.all)
        return cls(organisations, pairs, context, scores)

    def figures(self, scores: Scores) -> Figures:
        return Figures.of(self.pairs.recognise(scores))

    def mixed(self, mixture: Mixture) -> list[int]:
        """Relevance of every pair under another mixture, micro-units."""
        return [sum(mixture[name] * one.relevance[name] for name in mixture) // 100 for one in self.scores]


def mixtures() -> list[Mixture]:
    """Every mixture of the grid, in percent."""
    first = next(name for name in INGREDIENTS if name not in GRID)
    found = [dict(zip(GRID, shares, strict=True)) for shares in product(*GRID.values())]
    return [{first: 100 - sum(mixture.values()), **mixture} for mixture in found]


def tuned(table: Table) -> dict[str, Figures]:
    """The figures that stand beside the weights (engine/weights.py), computed again."""
    held_out, _ = cross_validated(table.pairs, mixtures(), table.mixed)
    without = {name: share for name, share in weights.MIX.items() if name != "words"}
    return {
        RELEVANCE: table.figures([one.parts["relevance"] for one in table.scores]),
        HELD_OUT: held_out,
        NO_WORDS: table.figures(table.mixed(without)),
    }


def report(table: Table) -> Iterator[tuple[str, str, Figures]]:
    """(chapter, score, figures): the simple scores, the ingredients of relevance, relevance itself, the other parts."""
    members = table.organisations.pool.candidates
    for name, baseline in baselines(table.context).items():
        yield "simpler scores", name, table.figures([baseline(members[a], members[b]) for a, b in table.pairs.all])
    for name in INGREDIENTS:
        yield "ingredients", name, table.figures([one.relevance[name] for one in table.scores])
    for name, figures in tuned(table).items():
        yield "relevance", name, figures
    for languages in (("nl",), ("nl", "en")):
        other = Table.of(Organisations.read(languages))
        name = f"relevance, words of {' and '.join(languages)}"
        yield "relevance", name, other.figures([one.parts["relevance"] for one in other.scores])
    for name in PARTS[1:]:
        yield "other parts", name, table.figures([one.parts[name] for one in table.scores])
    yield "total", "total", table.figures([one.total for one in table.scores])


def chosen(table: Table) -> list[Mixture]:
    """The mixture that each fold's other deals would have chosen."""
    return cross_validated(table.pairs, mixtures(), table.mixed)[1]


def exported(table: Table) -> Iterator[dict[str, str | int]]:
    """A row a pair, slugs in order of the alphabet: relevance, score, the other parts, the ingredients; micro-units."""
    slugs = table.organisations.slugs
    for (a, b), score in zip(table.pairs.all, table.scores, strict=True):
        low, high = sorted((slugs[a], slugs[b]))
        parts = dict(score.parts)
        yield {
            "a": low,
            "b": high,
            "relevance": parts.pop("relevance"),
            "score": score.total,
            **parts,
            **{name: score.relevance[name] for name in INGREDIENTS},
        }
