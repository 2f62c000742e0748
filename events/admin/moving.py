"""How does an organiser hold an announced event at another time or place? A page of its desk, with the reason asked."""

from django.http import HttpResponse
from django.utils.translation import gettext as _

from corridor import clock
from events import rules
from events.actions import events
from events.admin.room import Room
from events.forms.moving import MoveForm


def move(room: Room) -> HttpResponse:
    """The form with what stands now; sent, every guest reads what changed, by mail and in their calendar (F032)."""
    event, now = room.event, clock.now()
    stands = {name: getattr(event, name) for name in events.WHEN_AND_WHERE}
    form = room.form_of("move", MoveForm, initial=stands)
    if room.does("move") and form.is_valid():
        facts = dict(form.cleaned_data)
        because, by = facts.pop("because"), room.request.user
        done = room.try_to(
            lambda: events.reschedule(event=event, facts=facts, because=because, by=by, now=now, was=stands),
            _("The event is moved; every guest is being written to."),
            form,
        )
        if done:
            return done
    return room.page(
        "admin/events/event/move.html",
        _("Move the event"),
        form=form,
        why_not=rules.why_not_reschedule(event, room.request.user, now),
        guests=event.registrations.filter(state__in=event.registrations.model.STANDING).count(),
        moves=event.moves.order_by("-sequence"),
    )
