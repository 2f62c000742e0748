"""What does the registration box show this person? How they stand, what they may press, and what is asked of them."""

import datetime as dt

from django.http import HttpRequest

from events import rules
from events.forms.registration import DetailsForm
from events.models import Event, Registration
from events.queries import attendance
from events.views import typed

State = Registration.State


def box_of(request: HttpRequest, event: Event, now: dt.datetime, form: DetailsForm | None = None) -> dict[str, object]:
    """The values of events/_registration_box.html. `form`: what was sent, with its errors."""
    member = request.user if request.user.is_authenticated else None
    own = attendance.standing_of(member, event) if member else None
    begun = event.starts_at <= now
    invited = own is not None and own.state == State.INVITED
    is_open = not begun and (event.state == Event.State.PUBLISHED or (invited and event.state in Event.COMING))
    why_not = rules.why_not_register(event, member, now) if member and is_open and not own else None
    told = typed.kept(request, event.slug) if is_open else {}
    if is_open and (not own or invited) and not why_not:
        # A visitor fills in the same, but for needs, and signs in on the way.
        form = form or form_of(event, None, asks_needs=None if member else False, initial=told)
    return {
        "own": own,
        "expired": own is not None and attendance.is_offer_over(own, now=now),
        "turn": attendance.turn(own) if own and own.state == State.WAITLISTED else 0,
        "begun": begun,
        "open": is_open,
        "why_not": why_not,
        "details": form,
        "typed": told,
        "hides": bool(form and form.data.get("hides_attendance") or told.get("hides_attendance")),
        "reads_needs": bool(member and event.asks_needs) and rules.why_not_read_needs(event, member) is None,
        "hosts": member is not None and attendance.hosts(member, event),
        "late": own is not None and own.state == State.CONFIRMED and rules.is_late(event, now),
    }


def form_of(event: Event, sent: object, *, asks_needs: bool | None = None, initial: object = None) -> DetailsForm:
    """The form of `event`. Where the host approves, needs are asked once there is a place, not before."""
    asks = not event.approves if asks_needs is None else asks_needs
    return DetailsForm(sent, event=event, questions=list(event.questions.all()), asks_needs=asks, initial=initial)
