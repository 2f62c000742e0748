"""What is left out when the engine runs as plain Python, to count its branches (tests/house/test_engine_coverage.py)?

Without the compiler a step takes hundreds of times as long. Searches are cut short, tests that are about how well they
do or about machine code are left out, and of a test tried on many seeds the first few stay.
"""

import numba
import pytest

from matchmaking.engine.dinner import search

FEW_SEEDS = 2

if numba.config.DISABLE_JIT:
    search.STEPS_PER_EXCHANGE, search.LEVELS = 1, 10
    search.STARTS = search.MOST_STARTS = 2


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if numba.config.DISABLE_JIT:
        stay = [item for item in items if not item.get_closest_marker("compiled") and not _one_seed_more(item)]
        config.hook.pytest_deselected(items=[item for item in items if item not in stay])
        items[:] = stay


def _one_seed_more(item: pytest.Item) -> bool:
    seed = getattr(item, "callspec", None) and item.callspec.params.get("seed")
    return isinstance(seed, int) and seed >= FEW_SEEDS
