"""How is a list of the console narrowed? By values that have a name; nothing else is looked up."""

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import models
from django.http import HttpRequest


class Filter(admin.SimpleListFilter):
    """A filter by named values only; any other value is a bad request (S-54)."""

    template = "admin/filter.html"

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        raise NotImplementedError

    def queryset(self, request: HttpRequest, rows: models.QuerySet) -> models.QuerySet:
        if self.value() is None:
            return rows
        if self.value() not in dict(self.lookup_choices):
            raise BadRequest("This filter has no such value.")
        return self.narrow(rows, self.value())
