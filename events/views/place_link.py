"""Where do the links in mails about a place lead? To a page that shows how one stands; only a press acts (F031).

No account, no cookie, no script: accept, give back, come after all, pass on, or take over.
"""

import datetime as dt

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from corridor import access, clock, link_door, links
from corridor.errors import Refused
from corridor.models import Member
from events import rules
from events.actions import details, hand_overs, registrations
from events.emails import PLACE_LINK, TAKE_LINK
from events.forms.registration import ActForm, HandOverForm
from events.models import Event, Registration
from events.queries import attendance
from events.views.my_events import shown_at_door

LIFETIME = dt.timedelta(days=400)  # of a link: nobody registers longer ahead
TAKE_LIFETIME = dt.timedelta(days=90)
State = Registration.State


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows how one stands; POST with the page's own value presses one of its buttons."""
    now = clock.now()
    opened = _open(request, PLACE_LINK, token, LIFETIME, now)
    if isinstance(opened, HttpResponse):
        return opened
    linked, member = opened
    asked, form, refused = "asked" in request.GET, HandOverForm(), None
    if request.method == "POST":
        try:
            if request.POST.get("act") == "hand_over":
                form = HandOverForm(request.POST)
                if form.is_valid():
                    own = _own(linked, member)
                    hand_overs.propose(registration=own, to=form.cleaned_data["address"], by=member, now=now)
                    return HttpResponseRedirect(f"{request.path}?asked", status=303)
            else:
                _press(request, _own(linked, member), member, now)
                return HttpResponseRedirect(request.path, status=303)
        except Refused as no:
            refused = no.sentence
    own = _own(linked, member)
    event = own.event
    stands = own.state in Registration.STANDING
    why_not_pass = rules.why_not_hand_over(own, now, times=0)
    context = {
        "event": event,
        "own": own,
        "expired": attendance.is_offer_over(own, now=now),
        "turn": attendance.turn(own) if own.state == State.WAITLISTED else 0,
        "stands": stands,
        "over": rules.why_not_call(event, now) is not None,
        "somebody_else": request.user.is_authenticated and request.user != member,
        "late": own.state == State.CONFIRMED and rules.is_late(event, now),
        "taken_by": attendance.who_took_over(own) if own.state == State.CANCELLED else "",
        "hand_over": None if why_not_pass else form,
        "asked": asked and stands,
        "refused": refused,
        "page": links.page_value(token, now=now),
    }
    if own.state == State.CONFIRMED and event.state != Event.State.CANCELLED:
        context |= shown_at_door(own)
    return render(request, "events/place.html", context, status=409 if refused else 422 if form.errors else 200)


@access.token
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the place somebody passes on; POST with the page's own value takes it over."""
    now = clock.now()
    opened = _open(request, TAKE_LINK, token, TAKE_LIFETIME, now)
    if isinstance(opened, HttpResponse):
        return opened
    given, member = opened
    refused = None
    if request.method == "POST":
        try:
            hand_overs.take(registration=given, by=member, now=now)
            return HttpResponseRedirect(request.path, status=303)
        except Refused as no:
            refused = no.sentence
    given = attendance.registration(given.pk)
    context = {
        "event": given.event,
        "giver": given.member,
        "taken": Registration.objects.filter(taken_over_from=given, member=member).exists(),
        "gone": rules.why_not_hand_over(given, now, times=0) is not None,
        "refused": refused,
        "page": links.page_value(token, now=now),
    }
    return render(request, "events/take.html", context, status=409 if refused else 200)


def _press(request: HttpRequest, own: Registration, member: Member, now: dt.datetime) -> None:
    """Do what the button says. What is no button does nothing. Raises Refused."""
    pressed = ActForm(request.POST)
    if not pressed.is_valid():
        return
    act, stands = pressed.cleaned_data["act"], own.state in Registration.STANDING
    if act == "accept" and stands:
        registrations.accept(registration=own, by=member, now=now)
    elif act == "cancel" and stands:
        registrations.cancel(registration=own, by=member, now=now, because=pressed.cleaned_data["because"])
    elif act == "register" and not stands:
        hides = own.hides_attendance
        said = details.of(own)
        registrations.register(event=own.event, by=member, now=now, hides_attendance=hides, details=said)


def _own(linked: Registration, member: Member) -> Registration:
    """How `member` stands now: the row that stands, else the latest that does not any more."""
    return attendance.latest_of(member, linked.event)


def _open(
    request: HttpRequest, purpose: str, token: str, lifetime: dt.timedelta, now: dt.datetime
) -> tuple[Registration, Member] | HttpResponse:
    """What the link is about and for whom; or the page that says why it opens nothing."""

    def found(link: links.Link) -> tuple[Registration, Member] | None:
        member = Member.objects.filter(pk=link.member_id, is_active=True).first()
        registration = attendance.registration(link.object_id)
        announced = registration and registration.event.state not in (Event.State.DRAFT, Event.State.ARCHIVED)
        return (registration, member) if member and announced and links.is_for(link, member.email) else None

    door = {"template": "events/link.html", "limit": "answer", "now": now}
    return link_door.enter(request, token, purpose=purpose, lifetime=lifetime, find=found, **door)
