"""How do the engine's inner loops become machine code?

`compiled` is numba's njit with a cache on disk, so that only the first round after an installation waits for the
compiler. Numba looks at one file to decide whether a cached function is still true, although functions of other files
are compiled into it; the cache therefore lies in a directory named after all sources of the engine together.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., object])
HERE = Path(__file__).parent


def compiled(function: Function) -> Function:
    """In: a function of numpy arrays and numbers, in the part of Python that numba knows. Out: the same, fast.

    With NUMBA_DISABLE_JIT=1 it stays plain Python: for coverage and for a debugger.
    """
    return cast(Function, numba.njit(cache=True)(function))


def cache_directory() -> Path:
    """Where this version of the engine keeps its machine code: below NUMBA_CACHE_DIR if that is set."""
    sources = hashlib.sha256()
    for file in sorted(HERE.rglob("*.py")):
        sources.update(file.read_bytes())
    return Path(os.environ.get("NUMBA_CACHE_DIR") or HERE / "__pycache__") / f"engine-{sources.hexdigest()[:16]}"


numba.config.CACHE_DIR = str(cache_directory())
