"""Where does everybody stand in the picture? Two columns by depth in the Stack, the rest of the country below them.

Whole pixels only, so that the drawing has the same bytes on every machine.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from matchmaking.engine.shapes import Candidate
from matchmaking.picture.scene import ELSEWHERE, LEFT, RIGHT, Scene, side_of

WIDTH = 960
COLUMN = {LEFT: 312, RIGHT: 648}  # x of the marks
TOP, ROW = 172, 19
VALLEY = 62  # from the last row to the marks of those from elsewhere
GAP = 8  # between a mark and its lines


@dataclass(frozen=True, slots=True)
class Place:
    """The middle of a member's mark, and the side they are of."""

    x: int
    y: int
    side: str


def places_of(scene: Scene) -> dict[int, Place]:
    """In: a round. Out: member id -> place. In a column the highest layers stand on top, as in the Stack; who stand
    equally high, and those from elsewhere, stand near their partners."""
    sides: dict[str, list[Candidate]] = {LEFT: [], RIGHT: [], ELSEWHERE: []}
    for one in scene.pool.candidates:
        sides[side_of(one)].append(one)
    rows = max(len(sides[LEFT]), len(sides[RIGHT]))
    partners = _partners(scene)
    placed: dict[int, Place] = {}
    for side in (LEFT, RIGHT, LEFT):  # the left once more, now that it is known where the right stands
        placed |= _column(side, sides[side], rows, placed, partners)
    return placed | _valley(sides[ELSEWHERE], rows, placed, partners)


def _column(
    side: str, members: list[Candidate], rows: int, placed: Mapping[int, Place], partners: Mapping[int, list[int]]
) -> dict[int, Place]:
    """One side from top to bottom, in the middle of the rows."""

    def near(one: Candidate) -> int:
        return _mean([placed[it].y for it in partners[one.id] if it in placed])

    order = sorted(members, key=lambda one: (-height(one), near(one), one.id))
    first = TOP + (rows - len(members)) * ROW // 2
    return {one.id: Place(COLUMN[side], first + row * ROW, side) for row, one in enumerate(order)}


def _valley(
    members: list[Candidate], rows: int, placed: Mapping[int, Place], partners: Mapping[int, list[int]]
) -> dict[int, Place]:
    """Those from elsewhere, from left to right."""

    def pull(one: Candidate) -> tuple[int, int, int]:
        there = [placed[it] for it in partners[one.id] if it in placed]
        # Whose partner stands lowest is next to that side, so that the lines from there lie inside each other.
        side = _mean([place.x for place in there]) or WIDTH // 2
        depth = _mean([place.y for place in there])
        return side, -depth if side < WIDTH // 2 else depth, one.id

    order = sorted(members, key=pull)
    first, last = COLUMN[LEFT] + 58, COLUMN[RIGHT] - 58
    y = TOP + rows * ROW + VALLEY
    step = (last - first) // max(1, len(order) - 1)
    start = (WIDTH - step * (len(order) - 1)) // 2
    return {one.id: Place(start + number * step, y, ELSEWHERE) for number, one in enumerate(order)}


def height(member: Candidate) -> int:
    """How high a member stands in the Stack: the mean number of their layers, in hundredths."""
    return sum(number * share for number, share in enumerate(member.layers, 1))


def curve(a: Place, b: Place) -> str:
    """In: two places. Out: the path between them (SVG). It leaves a column sideways and the valley upwards."""
    a, b = sorted((a, b), key=lambda place: (place.side == ELSEWHERE, place.x, place.y))
    (ax, ay), (bx, by) = _leaves(a), _leaves(b)
    if a.side == b.side == ELSEWHERE:
        lift = 14 + abs(bx - ax) // 3
        return f"M{ax} {ay}C{ax} {ay - lift} {bx} {by - lift} {bx} {by}"
    if b.side == ELSEWHERE:
        return f"M{ax} {ay}C{ax + (bx - ax) * 3 // 4} {ay} {bx} {by - (by - ay) // 2} {bx} {by}"
    pull = (bx - ax) * 2 // 5
    return f"M{ax} {ay}C{ax + pull} {ay} {bx - pull} {by} {bx} {by}"


def _leaves(place: Place) -> tuple[int, int]:
    aside = {LEFT: GAP, RIGHT: -GAP, ELSEWHERE: 0}[place.side]
    return place.x + aside, place.y - (GAP if place.side == ELSEWHERE else 0)


def _partners(scene: Scene) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {one: [] for one in scene.members}
    for a, b in scene.links:
        found[a].append(b)
        found[b].append(a)
    return found


def _mean(numbers: list[int]) -> int:
    return sum(numbers) // len(numbers) if numbers else 0
