"""How is a file of reference data read? Strictly: a bad row stops everything, with file, line and reason."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from corridor.errors import Refused

LONGEST_CELL = 10_000


class BadRow(Refused):
    """A row that cannot be loaded; nothing of any file was."""

    def __init__(self, file: str, line: int, reason: str):
        super().__init__(f"{file}, line {line}: {reason}")


@dataclass(frozen=True)
class Row:
    """One row: where it stands, its key, and its cells by column name."""

    file: str
    line: int
    key: str
    cells: dict[str, str]

    def bad(self, reason: str) -> BadRow:
        return BadRow(self.file, self.line, reason)


def read(path: Path, columns: Sequence[str]) -> list[Row]:
    """Every row of `path`, whose first column is the key. Raises BadRow unless the file is exactly as described:

    UTF-8 without a byte order mark, these columns in any order, as many cells in every row, no line break, control
    character or space around a cell, and no key twice.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRow(path.name, error.object[: error.start].count(b"\n") + 1, "this is not UTF-8") from error
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    rows: list[Row] = []
    lines: dict[str, int] = {}
    header: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            raise BadRow(path.name, line, f"this is not CSV ({error})") from error
        if not header:
            header = _header(path.name, cells, columns)
            continue
        row = Row(path.name, line, "", dict(zip(header, cells, strict=False)))
        if len(cells) != len(header):
            raise row.bad(f"{len(cells)} cells where {len(header)} belong")
        key = row.cells[columns[0]]
        if not key:
            raise row.bad(f"{columns[0]} is empty")
        if key in lines:
            raise row.bad(f"{key!r} stands in line {lines[key]} already")
        for column, cell in row.cells.items():
            if cell != cell.strip() or len(cell) > LONGEST_CELL or any(ord(c) < 32 for c in cell):
                raise row.bad(f"{column} has spaces around it, a line break or is too long")
        lines[key] = line
        rows.append(Row(path.name, line, key, row.cells))
    if not header:
        raise BadRow(path.name, 1, "the file is empty")
    return rows


def _header(file: str, cells: list[str], columns: Sequence[str]) -> list[str]:
    if sorted(cells) != sorted(columns):
        missing, unknown = sorted(set(columns) - set(cells)), sorted(set(cells) - set(columns))
        raise BadRow(file, 1, f"the columns are wrong (missing: {missing}; unknown or double: {unknown})")
    return cells
