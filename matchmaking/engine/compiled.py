"""How do the engine's inner loops become machine code?

`compiled` is numba's njit with a cache on disk, so that only the first round after an installation waits for the
compiler. Numba looks at one file to decide whether a cached function is still true, although functions of other files
are compiled into it; the cache therefore lies in a directory named after all sources of the engine together. Nothing
else is in its name: copies of the same sources, wherever they lie, share it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import caching

Function = TypeVar("Function", bound=Callable[..., object])
HERE = Path(__file__).parent


class Place(caching.UserProvidedCacheLocator):
    """Where a function's machine code lies: below the one directory, by the name of its package."""

    @classmethod
    def get_suitable_cache_subpath(cls, file: str) -> str:
        return Path(file).parent.name

    @classmethod
    def from_function(cls, function: Any, file: str) -> Place:
        return cls(function, file)  # without a look whether one can write there: what can be read is of use, too


class Kept(caching.CompileResultCacheImpl):
    _locator_classes = [Place]


class Cache(caching.FunctionCache):
    """Numba's cache, made safe for processes that compile at once, and for a disk that takes or gives nothing."""

    _impl_class = Kept

    def load_overload(self, signature: Any, target: Any) -> Any:
        """The machine code for arguments of these types; None when it is not there, or cannot be read."""
        try:
            if not _ours(self.cache_path):
                return None
            return super().load_overload(signature, target)  # type: ignore[no-untyped-call]  # numba has few types
        except OSError:
            return None

    def save_overload(self, signature: Any, code: Any) -> None:
        """Write down what was compiled, one process at a time: two that compile one function for different types
        would otherwise give both results the same file name. What cannot be written is compiled again next time."""
        try:
            os.makedirs(self.cache_path, exist_ok=True)
            if not _ours(self.cache_path):
                return
            with open(os.path.join(self.cache_path, "lock"), "w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                super().save_overload(signature, code)  # type: ignore[no-untyped-call]
        except OSError:
            return


def _ours(directory: str) -> bool:
    """Whether everybody who may write there could change the engine itself as well: what is kept is run as it is, so
    a directory that somebody else made, or that is open to all, is not used. Raises OSError where there is none."""
    found = os.stat(directory)
    return found.st_uid in _trusted() and not found.st_mode & stat.S_IWOTH


def _trusted() -> set[int]:
    """Who could change the engine anyway: the administrator, this process, and the owner of its sources."""
    return {0, os.geteuid(), HERE.stat().st_uid}


def compiled(function: Function) -> Function:
    """In: a function of numpy arrays and numbers, in the part of Python that numba knows. Out: the same, fast.

    With NUMBA_DISABLE_JIT=1 it stays plain Python: for coverage and for a debugger. Where nothing can be kept it is
    compiled anew in every process.
    """
    return _kept(numba.njit(function), function)


def inlined(function: Function) -> Function:
    """The same for a function that is called once a row: it is written out where another compiled one calls it. Handed
    over instead, every array of its arguments would be counted, which can take longer than the work."""
    return _kept(numba.njit(function, inline="always"), function)


def _kept(made: Any, function: Function) -> Function:
    if made is not function:
        # What njit(cache=True) does, with a cache of our own.
        made._cache = Cache(function)  # type: ignore[no-untyped-call]
    return cast(Function, made)


def version() -> str:
    """Out: 16 hexadecimal digits that change with every source of the engine."""
    sources = hashlib.sha256()
    for file in sorted(HERE.rglob("*.py")):
        sources.update(file.read_bytes())
    return sources.hexdigest()[:16]


VERSION = version()


def cache_directory() -> Path:
    """Where this version of the engine keeps its machine code: below NUMBA_CACHE_DIR if that is set."""
    return Path(os.environ.get("NUMBA_CACHE_DIR") or HERE / "__pycache__") / f"engine-{version()}"


numba.config.CACHE_DIR = str(cache_directory())  # type: ignore[attr-defined]  # numba fills its config as it loads
