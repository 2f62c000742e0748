"""What did we use to match you? Every fact on one page, to correct or take back there; the same as a file (F100)."""

import datetime as dt
from collections.abc import Callable

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from corridor import access, clock, limits
from corridor.actions import exchanges, members, visits
from corridor.errors import Refused
from corridor.models import Consent, Member, Offer, Seek, Visit
from matchmaking.actions import exclusions, layer_hints, wishes
from matchmaking.dates import local_day
from matchmaking.models import Exclusion, LayerHint, Wish
from matchmaking.queries.what_we_used import what_we_used

DOWNLOADS, SECONDS = 10, 3600

# Section -> where its facts are corrected: address, its anchor, and the words of the link.
PLACES: dict[str, tuple[str, str, Promise]] = {
    "profile": ("corridor:profile", "#matching", gettext_lazy("Correct it on your profile")),
    "brings": ("corridor:profile", "#offers", gettext_lazy("Change or renew what you bring")),
    "seeks": ("corridor:profile", "#seeks", gettext_lazy("Change or renew what you seek")),
    "words": ("corridor:profile", "#offers", gettext_lazy("Other words? Change your sentences")),
    "visits": ("corridor:visits", "", gettext_lazy("Say where you will be")),
    "exclusions": ("matchmaking:exclusions", "", gettext_lazy("Change whom you do not want to meet")),
    "wishes": ("matchmaking:wishes", "", gettext_lazy("Change your wishes")),
    "mails": ("corridor:mail_choices", "", gettext_lazy("Choose which mail you get")),
    "events": ("events:my_events", "", gettext_lazy("Change or give back a place")),
    "introductions": ("matchmaking:introductions", "", gettext_lazy("See or change your answers")),
}


def _wish(row: Wish, by: Member, now: dt.datetime) -> None:
    wishes.remove(wish=row, by=by, now=now)


def _hint(row: LayerHint, by: Member, now: dt.datetime) -> None:
    layer_hints.remove(hint=row, by=by, now=now)


def _visit(row: Visit, by: Member, now: dt.datetime) -> None:
    visits.remove(visit=row, by=by)


def _exclusion(row: Exclusion, by: Member, now: dt.datetime) -> None:
    exclusions.lift_own(exclusion=row, member=by, now=now)


def _exchange(row: Offer | Seek, by: Member, now: dt.datetime) -> None:
    exchanges.remove(row=row, by=by, now=now)


def _consent(row: Consent, by: Member, now: dt.datetime) -> None:
    members.withdraw_consent(member=by, by=by, now=now)


# Kind of fact -> its rows and what taking it back does; the button's words.
Act = Callable[[Model, Member, dt.datetime], None]
TAKEN_BACK: dict[str, tuple[type[Model], dict[str, object], Act, Promise]] = {
    "offer": (Offer, {}, _exchange, gettext_lazy("Remove")),
    "seek": (Seek, {}, _exchange, gettext_lazy("Remove")),
    "visit": (Visit, {}, _visit, gettext_lazy("Remove")),
    "wish": (Wish, {}, _wish, gettext_lazy("Remove")),
    "hint": (LayerHint, {}, _hint, gettext_lazy("Remove")),
    "exclusion": (Exclusion, {"by_organiser": False, "lifted_at": None}, _exclusion, gettext_lazy("Remove")),
    "consent": (Consent, {"withdrawn_at": None}, _consent, gettext_lazy("Take it back")),
}


@access.member
@require_safe
def used(request: HttpRequest) -> HttpResponse:
    """The page."""
    whole = what_we_used(request.user, clock.now())
    sections = [(one, _place(one["key"]), _facts(one)) for one in whole["sections"]]
    context = {
        "used": whole,
        "sections": [row for row in sections if row[2]],
        "empty": [row for row in sections if not row[2]],
    }
    return render(request, "matchmaking/what_we_used.html", context)


@access.member
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    """The same facts as a JSON file; ten an hour."""
    if not limits.spend("used", str(request.user.pk), DOWNLOADS, SECONDS):
        return render(request, "429.html", status=429)
    now = clock.now()
    name = f"what-we-used-{local_day(now).isoformat()}.json"
    return JsonResponse(
        what_we_used(request.user, now),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@access.member
@require_POST
def take_back(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Take one fact back, by the action its own page would use, and show the page again."""
    if kind not in TAKEN_BACK:
        raise Http404
    model, standing, act, _words = TAKEN_BACK[kind]
    row = get_object_or_404(model.objects.select_related("member"), pk=pk, member=request.user, **standing)
    try:
        act(row, request.user, clock.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Taken back. The next round does not use it."))
    return redirect("matchmaking:what_we_used")


def _place(section: str) -> tuple[str, Promise] | None:
    """Where the facts of `section` are corrected, and the words of the link; None for what happened."""
    if section not in PLACES:
        return None
    name, anchor, words = PLACES[section]
    return reverse(name) + anchor, words


def _facts(section: dict) -> list[dict[str, object]]:
    """Each fact with its days as days, and where the button that takes it back posts to, if there is one."""
    found = []
    for fact in section["facts"]:
        kind, _dash, number = fact["key"].rpartition("-")
        days = {name: dt.date.fromisoformat(fact[name]) for name in ("on", "since", "until") if name in fact}
        shown = {"fact": fact, "days": days, "href": "", "words": ""}
        # A consent that was taken back has its end, and stays as proof.
        if kind in TAKEN_BACK and not (kind == "consent" and "until" in fact):
            shown["href"] = reverse("matchmaking:take_back", kwargs={"kind": kind, "pk": int(number)})
            shown["words"] = TAKEN_BACK[kind][3]
        found.append(shown)
    return found
