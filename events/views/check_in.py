"""What does the phone at the door see and send? The guests, what it scanned, and the answers to that."""

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from corridor import access, clock, limits, links
from corridor.errors import Refused
from corridor.models import Member
from events import rules, tickets
from events.actions import check_ins, scans, walk_ins
from events.forms.check_in import PressForm, Unreadable, WalkInForm, read_batch
from events.models import Event, Registration
from events.queries import door

READS_FORMS = require_http_methods(["GET", "HEAD", "POST"])
# Asking whether an address is a member's: so often in ten minutes, for one person at the door.
ASKS, ASKS_SECONDS = 60, 600
KNOCKS, SECONDS = 120, 60  # a hall of guests opens their tickets behind one address


@access.member
@require_safe
def doors(request: HttpRequest) -> HttpResponse:
    """The events about now at whose door I may stand."""
    now = clock.now()
    since, until = now - rules.LISTS_CLOSE, now + rules.DOORS_OPEN
    return render(request, "events/doors.html", {"events": door.standing_at(request.user, since=since, until=until)})


@access.member
@READS_FORMS
def at_door(request: HttpRequest, slug: str) -> HttpResponse:
    """The page at the door. It works without a network once it was loaded; a plain POST does what a press does."""
    event = find(request, slug)
    if request.method == "POST":
        try:
            _press(request, event)
        except Refused as no:
            return _page(request, event, refused=no.sentence, status=409)
        return redirect("events:door", slug=slug)
    return _page(request, event)


@access.member
@require_safe
def door_guests(request: HttpRequest, slug: str) -> JsonResponse:
    """The list as it is now, for a phone that has a network again; with a fresh proof for its next message."""
    event = find(request, slug, cancelled=True)
    told = {"at": _milliseconds(clock.now()), "token": get_token(request)}
    if event.state == Event.State.CANCELLED:
        return JsonResponse({"sentence": _("This event was cancelled."), **told}, status=410)
    lines = [_line(guest) for guest in door.guests(event)]
    return JsonResponse({"guests": lines, **told})


@access.member
@require_POST
def door_scans(request: HttpRequest, slug: str) -> JsonResponse:
    """What a phone did: one answer for each scan, the same one when it is sent again (R-12)."""
    event, now = find(request, slug, cancelled=True), clock.now()
    try:
        # A form's body has been read already, and is not what a phone sends.
        body = request.body if request.content_type == "application/json" else b""
        reports, device, gate = read_batch(body, now=now)
    except Unreadable:
        return JsonResponse({"sentence": _("That cannot be read.")}, status=400)
    if not all(_may_ask(request) for report in reports if report.email):
        return JsonResponse({"sentence": _many_addresses()}, status=429)
    try:
        answers = scans.sync(event=event, reports=reports, by=request.user, now=now, device=device, gate=gate)
    except Refused as no:
        return JsonResponse({"sentence": no.sentence}, status=409)
    told = [
        {
            "nonce": str(answer.nonce),
            "outcome": answer.outcome,
            "id": answer.registration,
            "sentence": answer.sentence,
            "time": _clock(answer.at),
        }
        for answer in answers
    ]
    return JsonResponse({"answers": told, "at": _milliseconds(clock.now())})


@access.public
@require_safe
def door_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the door's pages for when there is no network. It holds nobody's names itself."""
    answer = render(request, "events/door_worker.js", content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer


@access.public
@never_cache
@require_safe
def ticket_code(request: HttpRequest, code: str) -> HttpResponse:
    """Where the QR of a ticket leads a phone's own camera: the door to its list, a guest to the page of the event."""
    if not limits.spend("ticket", limits.network(request), KNOCKS, SECONDS):
        return render(request, "events/link.html", {"busy": True}, status=429)
    try:
        ticket = tickets.read(code, now=clock.now())
    except links.BadLink as error:
        raise Http404(_("There is no such ticket.")) from error
    event = Event.objects.select_related("region").filter(pk=ticket.event_id).first()
    if event is None:
        raise Http404(_("There is no such ticket."))
    if request.user.is_authenticated and rules.why_not_scan(event, request.user, clock.now()) is None:
        answer = redirect("events:door", slug=event.slug)
        answer["Location"] += f"#guest-{ticket.registration_id}"
        return answer
    return redirect("events:event", slug=event.slug)


def find(request: HttpRequest, slug: str, *, cancelled: bool = False) -> Event:
    """The event at whose door this person may read who comes. Raises Http404: for others there is no door.

    `cancelled`: also one that was cancelled meanwhile, for its phones have to hear so.
    """
    found = Event.objects.select_related("region", "venue").filter(slug=slug).first()
    now, tells = clock.now(), cancelled and found is not None and found.state == Event.State.CANCELLED
    why_not = rules.why_not_report if tells else rules.why_not_see_guests
    if found is None or why_not(found, request.user, now):
        raise Http404(_("There is no such event."))
    return found


def _press(request: HttpRequest, event: Event) -> None:
    """Do what a button says. Raises Refused, or Http404 for what no button of ours says."""
    form, now = PressForm(request.POST), clock.now()
    if not form.is_valid():
        raise Http404
    act, number = form.cleaned_data["act"], form.cleaned_data["registration"]
    if act == "walk_in" and not number:
        walk_ins.admit(event=event, guest=_said(request), by=request.user, now=now)
        return
    guest = Registration.objects.select_related("member", "event__region").filter(event=event, pk=number).first()
    if guest is None:
        raise Http404
    if act == "walk_in":
        walk_ins.admit(event=event, guest=guest.member, by=request.user, now=now)
    elif act == "in":
        check_ins.check_in(registration=guest, by=request.user, now=now)
    else:
        check_ins.undo(registration=guest, by=request.user, now=now)


def _may_ask(request: HttpRequest) -> bool:
    return limits.spend("walk_in", str(request.user.pk), ASKS, ASKS_SECONDS)


def _many_addresses() -> str:
    return _("That were many addresses. Wait ten minutes, or write them on the printed list.")


def _said(request: HttpRequest) -> Member:
    """The member whose address was said at the door. Raises Refused."""
    form = WalkInForm(request.POST)
    if not form.is_valid():
        raise Refused(_("That is no e-mail address."))
    if not _may_ask(request):
        raise Refused(_many_addresses())
    return walk_ins.by_address(form.cleaned_data["email"])


def _page(request: HttpRequest, event: Event, *, refused: str = "", status: int = 200) -> HttpResponse:
    guests, now = door.guests(event), clock.now()
    places = [guest for guest in guests if guest.standing != "out"]
    context = {
        "event": event,
        "guests": guests,
        "places": len(places),
        "inside": sum(guest.standing == "in" for guest in places),
        "lines": [_line(guest) for guest in guests],
        "open": rules.why_not_scan(event, request.user, now) is None,
        "organises": rules.why_not_organise(request.user, event.region) is None,
        "at": _milliseconds(now),
        "until": _milliseconds(event.ends_at + rules.LISTS_CLOSE),
        "walk_in": WalkInForm(),
        "refused": refused,
    }
    answer = render(request, "events/door.html", context, status=status)
    answer.uses_camera = True
    return answer


def _line(guest: door.Guest) -> dict[str, object]:
    """What a phone keeps of one guest: name, organisation, table, and how they stand. Nothing else (F034)."""
    return {
        "id": guest.id,
        "name": guest.name,
        "organisation": guest.organisation,
        "table": guest.table,
        "companion": guest.companion,
        "mark": guest.mark,
        "standing": guest.standing,
        "words": guest.words,
        "time": _clock(guest.at),
        "gate": guest.gate,
    }


def _milliseconds(at: dt.datetime) -> int:
    return int(at.timestamp() * 1000)


def _clock(at: dt.datetime | None) -> str:
    return time_format(timezone.localtime(at, Event.ZONE), "TIME_FORMAT") if at else ""
