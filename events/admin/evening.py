"""What does an organiser read about one evening? Who has not said that they still come, and what guests thought."""

from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from corridor import clock, exports
from events import evening_hours
from events.admin.room import Room
from events.models import Event
from events.queries import opinions, reminding


def at_risk(room: Room) -> HttpResponse:
    """Who has not said that they still come, and since when the host may worry."""
    event, now = room.event, clock.now()
    reads_at = evening_hours.host_reads_at(event)
    return room.page(
        "admin/events/event/at_risk.html",
        _("Still coming?"),
        asks_at=evening_hours.asks_at(event),
        reads_at=reads_at,
        is_late=now >= reads_at,
        is_coming=event.state in Event.COMING and event.starts_at > now,
        guests=reminding.unanswered(event),
        answered=reminding.answered(event),
    )


def listed(room: Room) -> tuple[list[str], Iterator[tuple]]:
    """The same guests as a file."""
    rows = (
        (
            guest.member.label,
            ", ".join(bond.organisation.name for bond in guest.member.present),
            exports.in_words(guest.asked_again_at),
        )
        for guest in reminding.unanswered(room.event)
    )
    return [_("Guest"), _("Organisation"), _("Asked")], rows


def opinions_page(room: Room) -> HttpResponse:
    """What those who came thought of it, from five answers on."""
    return room.page("admin/events/event/opinions.html", _("Opinions"), shown=opinions.shown(room.event))
