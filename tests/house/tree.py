"""Which files are ours, and what do they hold? Read once for all house tests."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("corridor", "events", "matchmaking")
# Written by a machine, by others, or in another trade: no rule about our own hand applies.
NOT_OURS = ("migrations", "locale", "data", "vendor", "bench")


@cache
def tracked() -> list[Path]:
    """Every file under version control that still exists, relative to the top."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    paths = [Path(name) for name in listed.stdout.split("\0") if name]
    assert len(paths) > 100, "git ls-files found almost nothing; the house tests would check nothing"
    return [path for path in paths if (ROOT / path).is_file()]


def ours(*suffixes: str) -> list[Path]:
    """Tracked files of our own hand with one of these endings."""
    return [
        path
        for path in tracked()
        if path.suffix in suffixes and not set(path.parts) & set(NOT_OURS) and not path.stem.endswith(".min")
    ]


def product(*suffixes: str) -> list[Path]:
    """Of those, what runs in production: not the tests."""
    return [path for path in ours(*suffixes) if path.parts[0] in (*APPS, "templates", "manage.py")]


@cache
def text(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(text(path), filename=str(path))


def lines_with(found: callable, paths: list[Path]) -> list[str]:
    """`file:line` of every line in `paths` for which found(line) is true."""
    return [
        f"{path}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(text(path).splitlines(), 1)
        if found(line)
    ]
