"""Where may one try something, and where can one meet? The experiment sites and venues, and asking for a site."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from corridor import access, clock, limits
from corridor.errors import Refused
from corridor.models import ExperimentSite, Member, Region, Venue
from corridor.queries import regions
from events import rules
from events.actions import site_requests
from events.forms.sites import SiteForm
from events.queries import capacity
from events.queries import sites as reading

QUESTIONS, A_DAY = 5, 86_400  # per member


@access.public
@require_safe
def sites(request: HttpRequest) -> HttpResponse:
    """Every experiment site and every venue, by the home of its region."""
    homes = regions.homes()
    context = {"sites": _by_home(reading.sites(), homes), "venues": _by_home(reading.venues(), homes)}
    return render(request, "events/sites.html", context)


@access.public
@require_safe
def site(request: HttpRequest, slug: str) -> HttpResponse:
    """One experiment site; a member finds the form there."""
    return _page(request, get_object_or_404(reading.sites(), slug=slug), SiteForm())


@access.member
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """POST asks for the site; read, it leads to its page."""
    found = get_object_or_404(reading.sites(), slug=slug)
    if request.method != "POST":
        return redirect("events:site", slug=slug)
    form = SiteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    if not limits.spend("site_request", str(request.user.pk), QUESTIONS, A_DAY):
        form.add_error(None, _("That was a lot of questions for one day. Ask again tomorrow."))
        return _page(request, found, form, status=429)
    try:
        site_requests.ask(site=found, text=form.cleaned_data["text"], by=request.user, now=clock.now())
    except Refused as no:
        form.add_error(None, no.sentence)
        return _page(request, found, form, status=409)
    messages.success(request, _("Your question is with the organiser, who answers you by mail."))
    return redirect("events:site", slug=slug)


@access.public
@require_safe
def venue(request: HttpRequest, slug: str) -> HttpResponse:
    """One place to meet: where it is, who runs it, what one may try there and what is coming."""
    found = get_object_or_404(reading.venues(), slug=slug)
    member = request.user if request.user.is_authenticated else None
    context = {
        "venue": found,
        "sites": reading.sites().filter(venue=found),
        "events": _coming(found, member),
    }
    return render(request, "events/venue.html", context)


def _page(request: HttpRequest, site: ExperimentSite, form: SiteForm, status: int = 200) -> HttpResponse:
    member = request.user if request.user.is_authenticated else None
    waits = reading.open_request(member, site) if member else None
    context = {
        "site": site,
        "form": form,
        "waits": waits,
        "why_not": rules.why_not_ask_for_site(member, waits) if member else None,
        "events": _coming(site.venue, member),
    }
    return render(request, "events/site.html", context, status=status)


def _coming(venue: Venue | None, member: Member | None) -> list[tuple]:
    """What is coming at `venue`, as the rows of the agenda show it."""
    if venue is None:
        return []
    now = clock.now()
    events = list(reading.coming_at(venue, member, now=now))
    homes = regions.homes() if events else {}
    return [(event, homes.get(event.region_id), capacity.free(event, now), None) for event in events]


def _by_home(
    rows: Iterable[ExperimentSite] | Iterable[Venue], homes: dict[int, Region | None]
) -> list[tuple[Region | None, list]]:
    """`rows` under the home of their region; what lies outside all of them comes last."""
    found: dict[Region | None, list] = {}
    for row in rows:
        found.setdefault(homes.get(row.region_id), []).append(row)
    return sorted(found.items(), key=lambda group: (group[0] is None, group[0].name if group[0] else ""))
