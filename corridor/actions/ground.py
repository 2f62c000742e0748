"""What happens when reference data are loaded? Files become rows; what people changed since stays theirs.

Every file is compared with what it said at the last load (LoadedRow), column by column: a cell that did not change is
left alone, a cell that did is written, unless somebody edited that very field here in the meantime.
"""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import translation

from corridor.errors import Refused
from corridor.ground_files import Row, read
from corridor.ground_tables import TABLES, Table
from corridor.models import LoadedRow, Organisation

FOLDER = Path(__file__).resolve().parent.parent / "data"


@dataclass
class Outcome:
    """What loading one file did. kept: fields people changed here, left as they are. gone: keys the file lost."""

    file: str
    rows: int
    new: int = 0
    changed: int = 0
    kept: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@transaction.atomic
@translation.override("en")
def load(folder: Path = FOLDER, *, now: dt.datetime) -> list[Outcome]:
    """Load every file of TABLES that `folder` holds, in their order; one outcome per file.

    All or nothing: BadRow (a Refused) names file, line and reason, and then nothing of any file was loaded. Loading the
    same files again changes nothing. Rows that left a file, and things people removed here, stay as they are.
    """
    sheets = [(table, folder / table.file) for table in TABLES if (folder / table.file).exists()]
    if not sheets:
        raise Refused(f"{folder} holds none of {', '.join(table.file for table in TABLES)}.")
    return [_Loading(table, read(path, list(table.columns)), now).run() for table, path in sheets]


class _Loading:
    """One file on its way into its table."""

    def __init__(self, table: Table, rows: list[Row], now: dt.datetime):
        self.table, self.rows, self.now = table, rows, now
        self.outcome = Outcome(table.file, len(rows))
        self.before = {row.key: row for row in LoadedRow.objects.filter(file=table.file)}
        lists = [target.name for _, target in table.later if target.many_to_many]
        self.things = {getattr(thing, table.key): thing for thing in table.model.objects.prefetch_related(*lists)}
        self.books = {
            target.related_model: _book(target.related_model) for _, target in table.pairs if target.related_model
        }
        self.born: set[str] = set()
        self.touched: set[str] = set()
        self.links: dict[type[models.Model], list[models.Model]] = {}

    def run(self) -> Outcome:
        rows = [row for row in self.rows if self._stands(row)]
        for row in rows:
            self._write(row, self.table.plain, always=row.key in self.born)
        if self.table.model in self.books:
            self.books[self.table.model] = {key: thing.pk for key, thing in self.things.items()}
        for row in rows:
            self._write(row, self.table.later)
        self._refuse_circles()
        for through, links in self.links.items():
            through.objects.bulk_create(links)
        self._remember()
        self.outcome.new = len(self.born)
        self.outcome.changed = len(self.touched - self.born)
        self.outcome.gone = sorted(set(self.before) - {row.key for row in self.rows})
        return self.outcome

    def _stands(self, row: Row) -> bool:
        """Whether `row` has a thing to write to, making a new one; False when people removed what it once made."""
        if row.key in self.things:
            return True
        if row.key in self.before:
            return False
        if not self.table.creates:
            raise row.bad(f"there is no {self.table.model._meta.verbose_name} {row.key!r}")
        self.things[row.key] = self.table.model(**{self.table.key: row.key})
        self.born.add(row.key)
        return True

    def _write(self, row: Row, pairs: list[tuple[str, models.Field]], *, always: bool = False) -> None:
        thing, old = self.things[row.key], self.before.get(row.key)
        dirty = always
        if always or old is None:
            dirty |= _vouch(thing, self.now)
        for column, target in pairs:
            if old is not None and old.cells.get(column) == row.cells[column]:
                continue
            value, standing = self._value(row, column, target), _standing(thing, target, new=row.key in self.born)
            if value == standing:
                continue
            if old is not None and standing != self._old_value(old, column, target):
                self.outcome.kept.append(f"line {row.line}: {column} of {row.key}")
                continue
            self.touched.add(row.key)
            if target.many_to_many:
                self._link(thing, target, value - standing, standing - value)
            else:
                setattr(thing, target.attname, value)
                dirty = True
        if dirty:
            self._save(row, thing)

    def _save(self, row: Row, thing: models.Model) -> None:
        try:
            thing.validate_unique()
        except ValidationError as error:
            raise row.bad(" ".join(error.messages)) from error
        thing.save()
        self.touched.add(row.key)

    def _value(self, row: Row, column: str, target: models.Field) -> object:
        """What the cell says, as the target stores it; a relation as a number, a list as a set of numbers."""
        cell = row.cells[column]
        if not target.is_relation:
            return _plain(row, column, target)
        slugs = cell.split(";") if cell else []
        book = self.books[target.related_model]
        for slug in slugs:
            if slug not in book:
                raise row.bad(f"{column}: there is no {target.related_model._meta.verbose_name} {slug!r}")
        if len(set(slugs)) != len(slugs):
            raise row.bad(f"{column} names something twice")
        if target.many_to_many:
            return {book[slug] for slug in slugs}
        if len(slugs) > 1 and len(self.table.columns[column]) == 1:
            raise row.bad(f"{column} takes one value, not {len(slugs)}")
        if not slugs and not target.null:
            raise row.bad(f"{column} is empty")
        return book[slugs[0]] if slugs else None

    def _old_value(self, old: LoadedRow, column: str, target: models.Field) -> object:
        """What the cell said at the last load, read leniently: what it named may be gone."""
        cell = old.cells.get(column, "")
        if not target.is_relation:
            return _plain(Row(self.table.file, 0, old.key, {column: cell}), column, target)
        found = [pk for pk in map(self.books[target.related_model].get, cell.split(";")) if pk is not None]
        return set(found) if target.many_to_many else (found[0] if found else None)

    def _link(self, thing: models.Model, target: models.Field, more: set[int], fewer: set[int]) -> None:
        through = target.remote_field.through
        here, there = target.m2m_column_name(), target.m2m_reverse_name()
        self.links.setdefault(through, []).extend(through(**{here: thing.pk, there: pk}) for pk in sorted(more))
        if fewer:
            through.objects.filter(**{here: thing.pk, f"{there}__in": fewer}).delete()

    def _refuse_circles(self) -> None:
        """Nothing may be part of itself, however far up: every walk along the parents would never end."""
        if not any(target.related_model is self.table.model for _, target in self.table.later):
            return
        above = {thing.pk: thing.parent_id for thing in self.things.values()}
        for row in self.rows:
            step, seen = self.things[row.key].pk if row.key in self.touched else None, set()
            while step is not None:
                if step in seen:
                    raise row.bad("it is part of itself")
                seen.add(step)
                step = above[step]

    def _remember(self) -> None:
        fresh = [row for row in self.rows if row.key not in self.before]
        LoadedRow.objects.bulk_create(LoadedRow(file=row.file, key=row.key, cells=row.cells) for row in fresh)
        moved = [row for row in self.rows if row.key in self.before and self.before[row.key].cells != row.cells]
        for row in moved:
            self.before[row.key].cells = row.cells
        LoadedRow.objects.bulk_update([self.before[row.key] for row in moved], ["cells"])


def _book(model: type[models.Model]) -> dict[str, int]:
    key = next(table.key for table in TABLES if table.model is model)
    return dict(model._base_manager.values_list(key, "pk"))


def _plain(row: Row, column: str, target: models.Field) -> object:
    cell = row.cells[column]
    if isinstance(target, models.BooleanField):
        if cell not in ("true", "false"):
            raise row.bad(f"{column} must be true or false")
        return cell == "true"
    try:
        return target.clean(cell, None)
    except ValidationError as error:
        raise row.bad(f"{column}: {' '.join(error.messages)}") from error


def _standing(thing: models.Model, target: models.Field, *, new: bool) -> object:
    """What the thing says now, in the form of _value."""
    if not target.many_to_many:
        return getattr(thing, target.attname)
    return set() if new else {other.pk for other in getattr(thing, target.name).all()}


def _vouch(thing: models.Model, now: dt.datetime) -> bool:
    """Organisations of the reference data are known to exist: verified, unless an organiser refused them."""
    if not isinstance(thing, Organisation) or thing.verified_at or thing.refused_at:
        return False
    thing.verified_at = now
    thing.created_at = thing.created_at or now
    return True
