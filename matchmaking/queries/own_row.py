"""Where does a long list in a JSON column speak of one member? The database finds it; the list never leaves it."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Func, JSONField
from django.db.models.sql.compiler import SQLCompiler

_SQLITE = "(SELECT one.value FROM json_each(%s, '$.{}') AS one WHERE json_extract(one.value, '$.id') = %%s LIMIT 1)"
_POSTGRESQL = "jsonb_path_query_first(%s, '$.{}[*] ? (@.id == $id)', jsonb_build_object('id', CAST(%%s AS bigint)))"


class OwnRow(Func):
    """The object with that "id" in the list `path` of a JSON column; None when there is none.

    `path` is a name from our own code, `number` a value of the query.
    """

    def __init__(self, column: str, path: str, number: int, **extra: Any):
        if not path.isidentifier():
            raise ValueError("The path is one plain name.")
        super().__init__(F(column), output_field=JSONField(), **extra)
        self.path, self.number = path, number

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, list]:
        return self._sql(compiler, _SQLITE)

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> tuple[str, list]:
        return self._sql(compiler, _POSTGRESQL)

    def _sql(self, compiler: SQLCompiler, pattern: str) -> tuple[str, list]:
        column, values = compiler.compile(self.source_expressions[0])
        return pattern.format(self.path) % column, [*values, self.number]
