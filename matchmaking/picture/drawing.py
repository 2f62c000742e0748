"""What does the picture of a round say? Who there is, who is proposed to whom, who is left out, and how good it is.

Two columns of members with the layers of the Stack they are at home in, those from elsewhere below; a line for every
proposal. Nobody is named.
"""

import csv

from matchmaking.engine.explain import ABOUT_RELEVANCE
from matchmaking.engine.shapes import LAYERS
from matchmaking.picture.bars import best_score, every_pair
from matchmaking.picture.pen import STYLE, Pen, colours, units
from matchmaking.picture.places import COLUMN, ROW, TOP, WIDTH, Place, curve, places_of
from matchmaking.picture.scene import ELSEWHERE, LEFT, RIGHT, Scene
from matchmaking.queries.partnerships import FOLDER

MARGIN, HEAD = 32, 30  # at the sides; from the heading of a column to its first row
CELL, PITCH, LONG = 8, 9, 12  # a cell of the strip of layers: its size along the strip, to the next one, and across
STRIP = 16  # from a mark to its strip
WORDS = STRIP + LAYERS * PITCH + 10  # from a mark to its words
MOST_LETTERS = 32
BARS = 100  # the height of a bar with its heading and words
AWAY = {LEFT: -1, RIGHT: 1}  # which way is outwards
TITLES = {LEFT: "Amsterdam region", RIGHT: "Brainport Eindhoven"}
WITHOUT = {
    "pace_zero": "wants nobody this month",
    "all_partners_taken": "partners went to others",
    "no_partner_above_floor": "nobody good enough",
}
DESCRIPTION = (
    "Two columns of marks: members of the Amsterdam region, and of Brainport Eindhoven; below and between them those"
    " from elsewhere in the country. Beside each mark its layers of the Stack, and what the introduction is about. A"
    " yellow line joins the two of every proposal, dashed for a long shot. Thin lines are runner-up pairs. Hollow marks"
    " are members without a proposal. Below: what became of every pair, and the parts of the highest score."
)


def drawing_of(scene: Scene) -> str:
    """In: a round. Out: its picture, the text of an SVG; the same bytes on every machine."""
    places, result = places_of(scene), scene.result
    valley = max(place.y for place in places.values())
    layers = valley + STRIP + LAYERS * PITCH + 66
    bars = layers + 62
    pen = Pen(WIDTH, bars + 2 * BARS)
    title = f"One round: {len(scene.pool.candidates)} members, {len(result.proposals)} introductions"
    pen.add("title", title, id="title")
    pen.add("desc", f"{' '.join(_summary(scene))} {DESCRIPTION}", id="desc")
    pen.add("style", colours() + STYLE)
    pen.box(0, 0, WIDTH, pen.height, "ground")
    pen.text(MARGIN, 50, title, "title")
    for row, words in enumerate(_summary(scene)):
        pen.text(MARGIN, 78 + 22 * row, words, "lead")
    for side, words in TITLES.items():
        _heading(pen, side, words)
    pen.text(WIDTH // 2, valley + STRIP + LAYERS * PITCH + 24, "Elsewhere in the country", "head mid")
    _lines(pen, scene, places)
    for number, place in sorted(places.items()):
        _member(pen, scene, number, place)
    _legend(pen, valley)
    _layers(pen, layers)
    every_pair(pen, scene, MARGIN, bars, WIDTH - 2 * MARGIN)
    best_score(pen, scene, MARGIN, bars + BARS, WIDTH - 2 * MARGIN)
    return pen.drawn()


def _summary(scene: Scene) -> tuple[str, str]:
    result = scene.result
    taking_part = sum(not one.unavailable for one in scene.pool.candidates)
    proven = result.value == result.bound
    best = "no round could reach more" if proven else f"no round could exceed {units(result.bound)}"
    return (
        "A yellow line is an introduction that the engine proposes;"
        f" {result.reached} of the {taking_part} members who take part get one.",
        f"Scores above the floor and a bonus for everybody reached add up to {units(result.value)}; {best}.",
    )


def _heading(pen: Pen, side: str, words: str) -> None:
    x, y, away = COLUMN[side], TOP - HEAD, AWAY[side]
    pen.text(x + away * WORDS, y, words, "head end" if away < 0 else "head")
    for layer in range(1, LAYERS + 1):
        pen.text(_cell(x, away, layer) + CELL // 2, y, str(layer), "num mid")


def _lines(pen: Pen, scene: Scene, places: dict[int, Place]) -> None:
    """Runner-up pairs behind, long shots before them, then the rest, the best pair on top."""
    proposals, best = scene.result.proposals, scene.best
    spare = sorted({(other.a, other.b) for one in proposals for other in one.runner_ups})
    pen.thin([curve(places[a], places[b]) for a, b in spare])
    for one in sorted(proposals, key=lambda one: (one is best, not one.long_shot, one.a, one.b)):
        look = "best" if one is best else "long" if one.long_shot else ""
        pen.line(curve(places[one.a], places[one.b]), look)


def _member(pen: Pen, scene: Scene, number: int, place: Place) -> None:
    member, rule = scene.members[number], scene.rule_of.get(number)
    pen.mark(place.x, place.y, place.side, "off" if member.unavailable else "out" if rule else "")
    for layer, share in enumerate(member.layers, 1):
        look = f"l{layer}" if share else "none"
        if place.side == ELSEWHERE:
            pen.box(place.x - LONG // 2, place.y + STRIP + (LAYERS - layer) * PITCH, LONG, CELL, look)
        else:
            pen.box(_cell(place.x, AWAY[place.side], layer), place.y - LONG // 2, CELL, LONG, look)
    if place.side != ELSEWHERE:
        words = WITHOUT[rule] if rule else about(scene, number)
        looks = ("end" if place.side == LEFT else "", "faint" if rule else "")
        pen.text(place.x + AWAY[place.side] * WORDS, place.y + 4, words, " ".join(filter(None, looks)))


def _cell(x: int, away: int, layer: int) -> int:
    """The left edge of a layer's cell beside a column; layer 1 is the first from the left on both sides."""
    first = x + STRIP if away > 0 else x - STRIP - LAYERS * PITCH + PITCH - CELL
    return first + (layer - 1) * PITCH


def about(scene: Scene, number: int) -> str:
    """In: a round and a member it reaches. Out: what their best proposal is about, from their side."""
    own = [one for one in scene.result.proposals if number in (one.a, one.b)]
    best = max(own, key=lambda one: (one.score.total, -one.a, -one.b))
    facts = next(one.facts for one in best.reasons if one.code in ABOUT_RELEVANCE)
    told = facts["topics"] if "topics" in facts else facts["words"]
    first = topic_names().get(told[0], told[0])
    words = {facts.get("who"): "brings ", facts.get("whom"): "seeks "}.get(number, "") + _lowered(first)
    return words if len(words) <= MOST_LETTERS else words[: MOST_LETTERS - 1].rstrip() + "…"


def topic_names() -> dict[str, str]:
    """Out: what the corridor calls its topics in English, by slug."""
    with (FOLDER / "topics.csv").open(encoding="utf-8", newline="") as lines:
        return {row["slug"]: row["name_en"] for row in csv.DictReader(lines)}


def _lowered(words: str) -> str:
    """Within a sentence; abbreviations stay as they are."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _layers(pen: Pen, y: int) -> None:
    """The names of the layers, in a row."""
    with (FOLDER / "layers.csv").open(encoding="utf-8", newline="") as lines:
        names = {int(row["number"]): row["name_en"] for row in csv.DictReader(lines)}
    for number, name in sorted(names.items()):
        x = MARGIN + (number - 1) * (WIDTH - 2 * MARGIN) // LAYERS
        pen.box(x, y - 10, CELL, LONG, f"l{number}")
        pen.text(x + CELL + 6, y, f"{number} {name.split(' (')[0].split(' and ')[0]}")


def _legend(pen: Pen, valley: int) -> None:
    """How to read lines and marks, left and right of those from elsewhere."""
    y, start = valley + 4, MARGIN
    entries = (("", "an introduction"), ("long", "a long shot, the least obvious"), ("other", "a runner-up pair"))
    for row, (look, words) in enumerate(entries):
        at = y + row * ROW
        path = f"M{start} {at}h38"
        pen.thin([path]) if look == "other" else pen.line(path, look)
        pen.text(start + 52, at + 4, words)
    right = COLUMN[RIGHT] + WORDS
    for row, (look, words) in enumerate(
        (("", "meets somebody"), ("out", "without this time"), ("off", "takes no part"))
    ):
        at = y + row * ROW
        pen.mark(right, at, LEFT, look)
        pen.mark(right + 18, at, RIGHT, look)
        pen.mark(right + 36, at, ELSEWHERE, look)
        pen.text(right + 52, at + 4, words)
