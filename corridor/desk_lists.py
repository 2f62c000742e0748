"""How does an organiser take a list of the console along? As CSV of what the page shows, and it is written down.

By POST with a fresh second step (S-21), at most ten an hour (S-18), and never more rows or columns than the list has,
with the same search and filters (S-16).
"""

from collections.abc import Callable, Iterator

from allauth.account.decorators import reauthentication_required
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.text import capfirst

from corridor import access, clock, exports, lifecycle, limits
from corridor.desk import Desk

LISTS, SECONDS = 10, 3600  # per organiser
ACTION = "exported"


def download_of(desk: Desk) -> access.View:
    """The page that answers with the list of `desk` as a file; the search and the filters come in the form."""

    def download(request: HttpRequest) -> HttpResponse:
        if not desk.has_view_permission(request):
            raise PermissionDenied
        return taken_along(request, lambda: _list(desk, request), back=desk.address("changelist"))

    return download


def taken_along(request: HttpRequest, write: Callable[[], HttpResponse], *, back: str) -> HttpResponse:
    """What `write()` gives, once the person has proved who they are; whoever only reads is led to `back` (S-35)."""
    if request.method in ("GET", "HEAD"):
        return HttpResponseRedirect(back)
    if request.method != "POST":
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    return _after_step_up(request, write)


@reauthentication_required
def _after_step_up(request: HttpRequest, write: Callable[[], HttpResponse]) -> HttpResponse:
    if not limits.spend("export", str(request.user.pk), LISTS, SECONDS):
        return render(request, "429.html", status=429)
    return write()


def _list(desk: Desk, request: HttpRequest) -> HttpResponse:
    # Not in the address: the second step would forget what stands there.
    request.GET = request.POST.copy()
    request.GET.pop("csrfmiddlewaretoken", None)
    found = desk.get_changelist_instance(request).queryset
    rows = list(_rows(desk, found))
    # The words that were searched for may be somebody's name, so they are not kept.
    told = f"{desk.opts.label_lower}: {len(rows)}"
    lifecycle.record(request.user, action=ACTION, by=request.user, now=clock.now(), because=told)
    header = [capfirst(label_for_field(name, desk.model, desk)) for name in desk.list_display]
    return exports.as_csv(f"{desk.opts.app_label}-{desk.opts.model_name}", header, rows)


def _rows(desk: Desk, found: models.QuerySet) -> Iterator[list[object]]:
    for thing in found:
        cells = (lookup_field(name, thing, desk) for name in desk.list_display)
        yield [exports.in_words(value, field) for field, _attribute, value in cells]
