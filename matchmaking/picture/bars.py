"""What stands below the round? What became of every pair, and what the highest score is made of."""

from matchmaking.engine.shapes import PARTS
from matchmaking.picture.pen import Pen, nearest, units
from matchmaking.picture.scene import Scene

THICK, LABELS, NEXT_ROW, LETTER = 14, 32, 18, 7  # a bar, its words below, and how wide a letter is at most
LEAST = 500  # micro-units; what adds less has no segment
# What kept pairs apart, in the order in which the engine asks.
BARRED = {
    "met": "met before",
    "same_home": "within one region",
    "no_relevance": "with nothing in common",
    "too_few_reasons": "with too few reasons",
    "below_floor": "scored too low",
}
PART_WORDS = {
    "relevance": "what they have to tell each other",
    "layer": "other layers",
    "region": "distance",
    "novelty": "no friend in common",
    "fairness": "waiting",
    "wish": "a wish",
    "visit": "a visit",
    "explore": "chance",
}

Segment = tuple[str, int, str]  # words, how much, look


def every_pair(pen: Pen, scene: Scene, x: int, y: int, width: int) -> None:
    """All pairs of members who take part, by what became of them; the widths are true."""
    result, shades = scene.result, ("shade3", "shade2")
    proposed = len(result.proposals)
    barred = [
        (words, result.blocked_per_rule[rule]) for rule, words in BARRED.items() if rule in result.blocked_per_rule
    ]
    counted = [*barred, ("possible, not chosen", result.eligible_pairs - proposed)]
    segments = [(f"{count} {words}", count, shades[place % 2]) for place, (words, count) in enumerate(counted)]
    segments.append((f"{proposed} proposed", proposed, "go"))
    pen.text(x, y, f"What became of {sum(count for _, count, _ in segments):,} pairs", "head")
    _bar(pen, segments, x, y + 12, width)


def best_score(pen: Pen, scene: Scene, x: int, y: int, width: int) -> None:
    """The score of the pair with the thick line: how much each part adds."""
    score, weights = scene.best.score, scene.pool.weights.to_json()
    adds = {part: weights[part] * score.parts[part] // 100 for part in PARTS}
    order = sorted((part for part in PARTS if adds[part] >= LEAST), key=lambda part: -adds[part])
    shades = ("shade0", "shade1", "shade2", "shade3")
    segments, sofar = [], 0
    for place, part in enumerate(order):
        # From where the part before ended, so that what is written adds up as what was added.
        told = nearest(sofar + adds[part]) - nearest(sofar)
        segments.append((f"{units(told)} {PART_WORDS[part]}", adds[part], shades[min(place, 3)]))
        sofar += adds[part]
    pen.text(x, y, f"The thick line: a score of {units(score.total)}, where 1 would be perfect", "head")
    _bar(pen, segments, x, y + 12, width)


def _bar(pen: Pen, segments: list[Segment], x: int, y: int, width: int) -> None:
    """Segments side by side, with their words below: in the first row that has room, and never beyond the end."""
    whole, start = sum(amount for _, amount, _ in segments), 0
    ends = [0, 0, 0]
    for words, amount, look in segments:
        left, right = start * width // whole, (start + amount) * width // whole
        start += amount
        pen.box(x + left, y, max(2, right - left - 2), THICK, look)
        wide = LETTER * len(words)
        beyond = left + wide > width
        begins = width - wide if beyond else left
        row = next((row for row, end in enumerate(ends) if end <= begins), len(ends) - 1)
        ends[row] = begins + wide
        pen.text(x + (width if beyond else left), y + LABELS + row * NEXT_ROW, words, "end" if beyond else "")
