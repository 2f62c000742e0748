"""How does an organiser draft an event, announce it, call it off, and let its guests in?

Every button calls an action; guests are shown by name and organisation, never by address.
"""

import datetime as dt

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock, edits
from corridor.desk import Act, Desk, scope_of
from corridor.desk_filter import Filter
from corridor.queries.scope import Scope
from corridor.templatetags.state_words import STATES
from events import rules
from events.actions import check_ins, events
from events.admin.rooms import Rooms
from events.forms.event import EventForm, WordsForm
from events.models import Event, Registration
from events.queries import attendance, programme

State = Event.State
# What guests may have chosen it for, and are not told of by itself.
UNTOLD = {"title_nl", "title_en", "languages"}
# What the page of an announced event only shows: guests have planned for it.
STANDS = ("kind", "region_shown", "place_shown", "room", "starts_at", "ends_at")


class StateFilter(Filter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [(state, str(STATES[f"event.{state}"][0])) for state in State.values]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(state=value)


@admin.register(Event)
class EventDesk(Rooms, Desk):
    room = "events"
    place = 10
    in_menu = True
    add_words = gettext_lazy("Draft an event")
    nothing = gettext_lazy("No event has been drafted in your regions yet.")
    change_form_template = "admin/events/event/change_form.html"
    list_display = ("title_shown", "kind", "day_shown", "region", "state_shown", "taken", "waiting")
    list_filter = (StateFilter,)
    search_fields = ("title_nl", "title_en")
    search_help_text = gettext_lazy("Title")
    acts = (
        Act("publish", gettext_lazy("Publish"), kind="go", when=lambda one: one.state == State.DRAFT),
        Act("close", gettext_lazy("Close registration"), when=lambda one: one.state == State.PUBLISHED),
        Act("hold", gettext_lazy("The day is over"), when=lambda one: one.state in Event.COMING),
        Act(
            "cancel",
            gettext_lazy("Cancel the event"),
            asks=gettext_lazy("Because (your guests read this)"),
            when=lambda one: one.state in Event.COMING,
        ),
        Act(
            "archive",
            gettext_lazy("Put away"),
            kind="plain",
            when=lambda one: State.ARCHIVED in Event.TRANSITIONS[one.state],
        ),
        # These stand beside each guest, since they take a registration.
        Act("check_in", gettext_lazy("Check in"), when=lambda one: False),
        Act("undo", gettext_lazy("Undo"), when=lambda one: False),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return programme.within(scope)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-starts_at", "-pk")

    def may(self, request: HttpRequest, act: Act, thing: Event) -> bool:
        return rules.why_not_organise(request.user, thing.region) is None

    def offered(self, request: HttpRequest, thing: Event) -> list[Act]:
        """Those that fit its state and the clock: it is cancelled before its beginning, and held after it."""
        late = "cancel" if thing.starts_at <= clock.now() else "hold"
        fitting = [act for act in self.acts if act.when(thing) and act.verb != late]
        return fitting if fitting and self.may(request, fitting[0], thing) else []

    # --- Drafting and editing -----------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Event | None = None) -> bool:
        return obj is None or rules.why_not_edit(obj, request.user) is None

    def get_fieldsets(self, request: HttpRequest, obj: Event | None = None) -> list[tuple]:
        about = WordsForm.ABOUT + (STANDS if _stands(obj) else EventForm.STANDS)
        return [
            (None, {"fields": about}),
            (_("Guests"), {"fields": WordsForm.GUESTS}),
            (_("What it touches"), {"fields": WordsForm.TOUCHES, "classes": ("collapse",)}),
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Event | None = None) -> tuple[str, ...]:
        return STANDS if _stands(obj) else ()

    def get_form(self, request: HttpRequest, obj: Event | None = None, **kwargs: object) -> type[forms.ModelForm]:
        request.console_thing = obj
        if _stands(obj):
            return WordsForm
        own = scope_of(request).region_rows()

        class Draft(EventForm):
            def __init__(self, *args: object, **options: object):
                super().__init__(*args, **options)
                self.fields["region"].queryset = own

        return Draft

    def save_model(self, request: HttpRequest, obj: Event, form: forms.ModelForm, change: bool) -> None:
        if change:
            because, was_draft = edits.changes(form, with_values=True), not _stands(obj)
            stood = {name: form.initial[name] for name in form.shown if name not in events.MANY}
            was = {Event._meta.get_field(name).attname: value for name, value in stood.items()}
            events.edit(event=obj, facts=form.cleaned_data, by=request.user, now=clock.now(), because=because, was=was)
            if not was_draft and UNTOLD & set(form.changed_data):
                messages.info(request, _("Saved. Guests are not told of this by itself; write them an announcement."))
        else:
            made = events.draft(facts=form.cleaned_data, by=request.user, now=clock.now())
            obj.pk, obj.slug = made.pk, made.slug

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        """The action has written the layers already."""

    def log_addition(self, request: HttpRequest, obj: Event, message: str) -> None:
        """The action has written it down already."""

    def log_change(self, request: HttpRequest, obj: Event, message: str) -> None:
        """The action has written it down already."""

    def response_add(self, request: HttpRequest, obj: Event, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(self.address("change", obj.pk))

    # --- The page of one event ----------------------------------------------------------------------------------------

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, obj: Event | None = None, **kwargs: object
    ) -> HttpResponse:
        if obj is not None:
            listed = attendance.guests(obj)
            context |= {
                "guests": listed,
                "arrived": sum(hasattr(guest, "check_in") for guest in listed),
                "door": rules.is_door_open(obj, clock.now()),
                "check_in_url": self.address("act", obj.pk, "check_in"),
                "move_url": self.address("move", obj.pk),
                "undo_url": self.address("act", obj.pk, "undo"),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    # --- Buttons ------------------------------------------------------------------------------------------------------

    def publish(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> str:
        events.publish(event=event, by=request.user, now=now)
        return _("The event is announced; members can register.")

    def close(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> str:
        events.close(event=event, by=request.user, now=now)
        return _("Registration is closed.")

    def hold(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> str:
        events.hold(event=event, by=request.user, now=now)
        return _("The event is behind us.")

    def cancel(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> str:
        events.cancel(event=event, by=request.user, because=because, now=now)
        return _("The event is cancelled; every guest is being written to.")

    def archive(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> str:
        events.archive(event=event, by=request.user, now=now)
        return _("The event is put away.")

    def check_in(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> HttpResponse:
        check_ins.check_in(registration=_chosen(request, event), by=request.user, now=now)
        return HttpResponseRedirect(f"{self.address('change', event.pk)}#guests")

    def undo(self, request: HttpRequest, event: Event, *, because: str, now: dt.datetime) -> HttpResponse:
        check_ins.undo(registration=_chosen(request, event), by=request.user, now=now)
        return HttpResponseRedirect(f"{self.address('change', event.pk)}#guests")

    # --- Columns ------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("event"))
    def title_shown(self, one: Event) -> str:
        return one.title

    @admin.display(description=gettext_lazy("starts"))
    def day_shown(self, one: Event) -> dt.datetime:
        return one.starts_at

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, one: Event) -> str:
        return str(STATES[f"event.{one.state}"][0])

    @admin.display(description=gettext_lazy("region"))
    def region_shown(self, one: Event) -> str:
        return one.region.name

    @admin.display(description=gettext_lazy("where"))
    def place_shown(self, one: Event) -> str:
        return one.place

    @admin.display(description=gettext_lazy("places taken"))
    def taken(self, one: Event) -> str:
        return f"{one.taken} / {one.capacity}"

    @admin.display(description=gettext_lazy("waiting"))
    def waiting(self, one: Event) -> int:
        return one.waiting


def _stands(event: Event | None) -> bool:
    return event is not None and event.state != State.DRAFT


def _chosen(request: HttpRequest, event: Event) -> Registration:
    """The guest beside whose name the button stands. Raises Http404 for one of another event."""
    number = request.POST.get("registration", "")
    found = event.registrations.filter(pk=number).first() if number.isascii() and number.isdecimal() else None
    if found is None:
        raise Http404
    return found
