"""Which pages stand beside an event's desk, and how does one get from each to the others?

One table, one address each (<event>/<name>/), one navigation on the desk and on all of them, in which the pages that
other apps bring stand too (console.beside). A page is a function of its Room; every change it makes is an action,
which asks again who may.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import access, clock
from corridor.console import Link
from corridor.desk_lists import taken_along
from events import rules
from events.admin import announcement_page, evening, guests, moving, parts, programme_page
from events.admin.room import Room
from events.models import Event

State = Event.State
List = tuple[list[str], Iterable[tuple]]  # what the columns are called, and the rows


def _was_announced(event: Event, now: dt.datetime) -> bool:
    return event.state != State.DRAFT


def _was_held(event: Event, now: dt.datetime) -> bool:
    return event.state in (State.HELD, State.ARCHIVED)


def _is_to_come(event: Event, now: dt.datetime) -> bool:
    return event.state in Event.COMING and event.starts_at > now


@dataclass(frozen=True)
class Beside:
    """One page: what the way to it says, what it shows, and when it has something to show."""

    words: Promise
    show: Callable[[Room], HttpResponse]
    when: Callable[[Event, dt.datetime], bool] = lambda event, now: True
    acts: bool = True  # whether it takes a POST
    take: Callable[[Room], List] | None = None  # its list, which can be taken along as CSV


PAGES: dict[str, Beside] = {
    "guests": Beside(gettext_lazy("Guests"), guests.page, take=guests.listed),
    "at-risk": Beside(
        gettext_lazy("Still coming?"), evening.at_risk, when=_was_announced, acts=False, take=evening.listed
    ),
    "announcements": Beside(gettext_lazy("Announcements"), announcement_page.page, when=_was_announced),
    "programme": Beside(gettext_lazy("Programme"), programme_page.page, take=programme_page.listed),
    "questions": Beside(gettext_lazy("Questions"), parts.questions),
    "people": Beside(gettext_lazy("Staff and kept places"), parts.people, take=parts.listed),
    "opinions": Beside(gettext_lazy("Opinions"), evening.opinions_page, when=_was_held, acts=False),
    "move": Beside(gettext_lazy("Move the event"), moving.move, when=_is_to_come),
    "clone": Beside(gettext_lazy("Hold it again"), parts.clone),
}


class Rooms:
    """Mixed into the desk of events: it brings the addresses, the navigation, and the way in."""

    def get_urls(self) -> list[URLPattern]:
        """Each page of PAGES, and the file of its list, before the desk's own addresses."""
        found = []
        for name, page in PAGES.items():
            view = self.admin_site.admin_view(self._behind(name, self._show))
            found.append(path(f"<path:object_id>/{name}/", view, name=_url_name(name)))
            if page.take:
                view = self.admin_site.admin_view(self._behind(name, self._take))
                found.append(path(f"<path:object_id>/{name}/csv/", view, name=f"{_url_name(name)}_csv"))
        return [*found, *super().get_urls()]

    def beside(self, request: HttpRequest, event: Event) -> list[Link]:
        """The way between the desk of `event`, its pages, what other apps keep about it, and the site."""
        now = clock.now()
        links = [Link(_("The event"), self.address("change", event.pk))]
        for name, page in PAGES.items():
            url = self._url(name, event)
            if page.when(event, now) or url == request.path:
                links.append(Link(str(page.words), url))
        links += super().beside(request, event)
        if event.state not in (State.DRAFT, State.ARCHIVED):
            links.append(Link(_("See its page"), reverse("events:event", args=[event.slug])))
        if event.state in (*Event.COMING, State.HELD):
            links.append(Link(_("The door: scan, list, badges"), reverse("events:door", args=[event.slug])))
        return links

    def _behind(self, name: str, answer: Callable[[Room], HttpResponse]) -> access.View:
        """The one way in: the event within the organiser's reach (404 otherwise), and what may be sent."""

        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            event = self.get_object(request, object_id)
            if rules.why_not_organise(request.user, event.region):
                raise PermissionDenied
            csv_url = self._url(name, event, "_csv") if PAGES[name].take else ""
            return answer(Room(self, request, event, name, self._url(name, event), csv_url))

        return view

    def _show(self, room: Room) -> HttpResponse:
        page = PAGES[room.name]
        allowed = ["GET", "HEAD", *(["POST"] if page.acts else [])]
        return page.show(room) if room.request.method in allowed else HttpResponseNotAllowed(allowed)

    def _take(self, room: Room) -> HttpResponse:
        take = PAGES[room.name].take
        return taken_along(room.request, lambda: room.file(*take(room)), back=room.url)

    def _url(self, name: str, event: Event, more: str = "") -> str:
        return reverse(f"admin:{_url_name(name)}{more}", args=[event.pk])


def _url_name(name: str) -> str:
    return f"events_event_{name.replace('-', '_')}"
