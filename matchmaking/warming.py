"""How is the engine made ready before anybody waits for it? By one small round, dinner and speed meeting of nobody.

The engine's inner loops become machine code when they are first called, and are kept on disk (engine/compiled.py).
After this the first round of a machine is as fast as every other.
"""

from collections.abc import Callable
from dataclasses import replace

from matchmaking import engine
from matchmaking.engine import dinner, meetings
from matchmaking.engine.shapes import Candidate, Policy, Pool

SIZE = 300
THEMES = 12


def crowd(size: int = SIZE) -> Pool:
    """A pool of invented members in four regions, of every layer, capacity and kind, in which most fit somebody."""
    homes = ("north", "east", "south", "west")

    def candidate(number: int) -> Candidate:
        there = number % len(homes)
        return Candidate(
            id=number,
            organisation=number // 2,
            group=number // 2,
            home=homes[there],
            region=homes[there],
            lat_milli=51_500 + 200 * there,
            lon_milli=4_500 + 300 * there,
            helix=("company", "knowledge", "government")[number % 3],
            layers=tuple(100 * (layer == number % 7) for layer in range(7)),
            offers=(f"theme-{number % THEMES}", f"theme-{number // 5 % THEMES}"),
            seeks=(f"theme-{number // 3 % THEMES}", f"theme-{(number + 4) % THEMES}"),
            words=(f"word-{number % 19}", f"word-{number % 31}"),
            capacity=1 + number % 3,
            starved=number % 4,
            visits=homes[:1] if number % 10 == 0 else (),
        )

    return Pool(
        candidates=tuple(candidate(number) for number in range(1, size + 1)),
        affinity=tuple(tuple(20 + 10 * abs(i - j) for j in range(7)) for i in range(7)),
        synergies=(("A", (1, 2)),),
        seed=1,
    )


def rounds() -> None:
    """A round as usual, and one that reaches everybody first."""
    for coverage_first in (False, True):
        engine.run(replace(crowd(), policy=Policy(coverage_first=coverage_first)))


def dinners() -> None:
    """Two tables for a few of the crowd."""
    dinner.compose(dinner.Dinner(pool=crowd(40), tables=(dinner.Table(1), dinner.Table(2))))


def speed_meetings() -> None:
    """Turns in twos, and at tables of four."""
    evening = meetings.Meeting(pool=crowd(16), turns=3, effort=1)
    for seats in (2, 4):
        meetings.schedule(replace(evening, seats=seats))


ALL: tuple[Callable[[], None], ...] = (rounds, dinners, speed_meetings)
