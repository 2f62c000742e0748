"""What does every page beside an event's desk share? Its event, its form that was sent, and the console's frame."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from corridor import clock, exports, lifecycle
from corridor.desk import Desk
from corridor.errors import Refused
from events import rules
from events.models import Event


@dataclass
class Room:
    """One page beside the desk of an event: whose forms were sent, and what is shown again."""

    desk: Desk
    request: HttpRequest
    event: Event
    name: str  # of the page, as in its address
    url: str
    csv_url: str = ""  # where its list is taken along, when it has one

    @property
    def posted(self) -> bool:
        return self.request.method == "POST"

    def does(self, verb: str) -> bool:
        return self.posted and self.request.POST.get("do") == verb

    def form_of(self, verb: str, form: type[forms.Form], **options: object) -> forms.Form:
        """The form of `verb`: with what was sent, when its own button was pressed."""
        return form(self.request.POST if self.does(verb) else None, prefix=verb, **options)

    def chosen(self, rows: models.QuerySet) -> models.Model:
        """The row of this event that the button stood beside. Raises Http404 for one of another."""
        number = self.request.POST.get("row", "")
        found = rows.filter(pk=number).first() if is_number(number) else None
        if found is None:
            raise Http404
        return found

    def try_to(self, act: Callable[[], object], said: str, form: forms.Form | None = None) -> HttpResponse | None:
        """Do it, say so and show the page anew; None when it was refused, which `form` (or a message) then says."""
        try:
            act()
        except Refused as no:
            if form is None:
                messages.error(self.request, no.sentence)
                return HttpResponseRedirect(self.url)
            form.add_error(None, no.sentence)
            return None
        messages.success(self.request, said)
        return HttpResponseRedirect(self.url)

    def page(self, template: str, title: str, **context: object) -> HttpResponse:
        """The page in the console's frame, among its neighbours; 422 when one of its forms says what is wrong."""
        wrong = any(isinstance(one, forms.BaseForm) and one.errors for one in context.values())
        shown = {
            **self.desk.admin_site.each_context(self.request),
            "title": title,
            "event": self.event,
            "event_title": self.desk.title_of(self.event),
            "back": self.desk.address("change", self.event.pk),
            "beside": self.desk.beside(self.request, self.event),
            "csv_url": self.csv_url,
            "may_edit": rules.why_not_edit(self.event, self.request.user) is None,
            **context,
        }
        self.request.current_app = self.desk.admin_site.name
        return TemplateResponse(self.request, template, shown, status=422 if wrong else 200)

    def file(self, header: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
        """Its list as an inert file (S-40); that it was taken along, and how long it was, is written down."""
        rows, by = list(rows), self.request.user
        lifecycle.record(self.event, action="exported", by=by, now=clock.now(), because=f"{self.name}: {len(rows)}")
        return exports.as_csv(f"{self.name}-{self.event.slug}", header, rows)


def is_number(text: str) -> bool:
    """Whether `text` can be the number of a row: ASCII digits, and no more of them than a database counts (S-54)."""
    return text.isascii() and text.isdecimal() and len(text) < 19
