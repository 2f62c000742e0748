"""How does a page open that a link in a mail leads to? One way in for all: counted, read, found, and pressed from here.

The view says what the link is about; everything that opens nothing gets the same plain page (`template`), which says
why: too often (429), not ours (404), over (410), or a button of another page (403).
"""

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corridor import limits, links

Found = TypeVar("Found")
KNOCKS, SECONDS = 60, 60  # of one network


def enter(
    request: HttpRequest,
    token: str,
    *,
    purpose: str,
    lifetime: dt.timedelta,
    find: Callable[[links.Link], Found | None],
    template: str,
    limit: str,
    now: dt.datetime,
) -> Found | HttpResponse:
    """In: a link for `purpose`, and how to `find` what it is about (None when that is over). Out: that, or the answer
    that says why it opens nothing. `limit`: under which name the knocks are counted."""
    if not limits.spend(limit, limits.network(request), KNOCKS, SECONDS):
        return render(request, template, {"busy": True}, status=429)
    try:
        found = find(links.read(purpose, token, lifetime=lifetime, now=now))
    except links.OldLink:
        return render(request, template, status=410)
    except links.BadLink:
        return render(request, template, status=404)
    if found is None:
        return render(request, template, status=410)
    if request.method == "POST" and not links.is_page_value(token, request.POST.get("page", ""), now=now):
        return render(request, template, {"stale": True}, status=403)
    return found
