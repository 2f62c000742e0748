"""The desk of speed meetings: how does an organiser have turns proposed, agree to them, and mend them on the evening?

Reached from the page of the event. The worker works out; a button only asks, and the page says when it is done.
"""

import datetime as dt
from collections.abc import Iterable

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock
from corridor.console import Link
from corridor.desk import Act, Desk, scope_of
from corridor.queries import history
from corridor.queries.scope import Scope
from events import rules
from events.actions import speed_meetings as facts
from events.models import Event, Registration
from events.queries import programme
from events.queries import speed_meetings as agreed
from matchmaking.actions import speed_meetings
from matchmaking.admin.speed_planning import SpeedPlanForm
from matchmaking.models import SpeedPlan
from matchmaking.queries import speed_desk, speed_guests


@admin.register(SpeedPlan)
class SpeedPlanDesk(Desk):
    room = "events"
    place = 20
    add_words = gettext_lazy("Propose speed meetings")
    nothing = gettext_lazy("No speed meetings have been proposed in your regions yet.")
    list_display = ("event_shown", "day_shown", "turns", "seats", "stands")
    acts = (
        Act("agree", gettext_lazy("Agree to these turns"), kind="go"),
        Act("begin", gettext_lazy("Begin the first turn"), kind="go"),
        Act("prolong", gettext_lazy("Two minutes more")),
        Act("follow", gettext_lazy("Seat who is inside")),
        # These stand beside each guest, since they take a registration.
        Act("leave", gettext_lazy("Went home"), when=lambda one: False),
        Act("join", gettext_lazy("Takes part"), when=lambda one: False),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return speed_desk.plans(scope)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-asked_at", "-pk")

    def may(self, request: HttpRequest, act: Act, thing: SpeedPlan) -> bool:
        return rules.why_not_organise(request.user, thing.event.region) is None

    def offered(self, request: HttpRequest, thing: SpeedPlan) -> list[Act]:
        """One step at a time: agree, then begin, then what an evening needs while it runs."""
        if not thing.agreed_at:
            fitting = ["agree"] if thing.computed_at else []
        else:
            begun = agreed.begun(agreed.of(thing.event), clock.now())
            fitting = ["prolong", "follow"] if begun else ["begin", "follow"]
        return [act for act in self.acts if act.verb in fitting and self.may(request, act, thing)]

    # --- Asking -------------------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def get_fields(self, request: HttpRequest, obj: SpeedPlan | None = None) -> tuple[str, ...]:
        return ("evening", *SpeedPlanForm.Meta.fields)

    def get_form(self, request: HttpRequest, obj: SpeedPlan | None = None, **kwargs: object) -> type[SpeedPlanForm]:
        own = programme.within(scope_of(request)).filter(state__in=Event.COMING).order_by("starts_at", "pk")

        class Plan(SpeedPlanForm):
            def __init__(self, *args: object, **options: object):
                super().__init__(*args, **options)
                self.fields["evening"].queryset = own

        return Plan

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        """The event one comes from, with the numbers of last time."""
        number = request.GET.get("event", "")
        if not (number.isascii() and number.isdecimal()):
            return {}
        before = self.rows(scope_of(request)).filter(event=number).values(*SpeedPlanForm.Meta.fields).first()
        return {"evening": number, **(before or {})}

    def save_model(self, request: HttpRequest, obj: SpeedPlan, form: SpeedPlanForm, change: bool) -> None:
        given = dict(form.cleaned_data)
        made = speed_meetings.propose(event=given.pop("evening"), **given, by=request.user, now=clock.now())
        obj.pk, obj.event = made.pk, made.event

    def log_addition(self, request: HttpRequest, obj: SpeedPlan, message: str) -> None:
        """Nothing has happened yet: a proposal is written down once it is agreed."""

    def response_add(self, request: HttpRequest, obj: SpeedPlan, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(self.address("change", obj.pk))

    # --- The page of one evening --------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The proposal or the running evening. Reading only: its buttons are acts."""
        plan = self.get_object(request, object_id)
        if request.method != "POST":
            return self._page(request, plan)
        return HttpResponseNotAllowed(["GET", "HEAD"])

    def _page(self, request: HttpRequest, plan: SpeedPlan) -> HttpResponse:
        meetings = agreed.of(plan.event) if plan.agreed_at else None
        at = agreed.clock_of(meetings, clock.now()) if meetings else None
        turn = _chosen(request, plan, max(at.turn, 1) if at else 1)
        tables, waiting = speed_desk.tables(plan, turn)
        lines, older = history.of(plan.event)
        context = {
            **self.admin_site.each_context(request),
            "card": self.card(request),
            "title": _("Speed meetings"),
            "original": plan,
            "event": plan.event,
            "beside": _neighbours(request, plan.event),
            "meetings": meetings,
            "at": at,
            "figures": speed_desk.figures(plan),
            "turn": turn,
            "turns": range(1, plan.turns + 1),
            "tables": tables,
            "waiting": waiting,
            "guests": speed_desk.guests(plan),
            "news": speed_guests.news(plan),
            "leave_url": self.address("act", plan.pk, "leave"),
            "join_url": self.address("act", plan.pk, "join"),
            "again_url": f"{self.address('add')}?event={plan.event_id}",
            "acts": [(act, self.address("act", plan.pk, act.verb)) for act in self.offered(request, plan)],
            "history": lines,
            "history_has_older": older,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/matchmaking/speedplan/desk.html", context)

    # --- Buttons ------------------------------------------------------------------------------------------------------

    def agree(self, request: HttpRequest, plan: SpeedPlan, *, because: str, now: dt.datetime) -> str:
        speed_meetings.agree(plan=plan, by=request.user, now=now)
        return _("The turns are agreed; every guest reads their tables on the page of the event.")

    def begin(self, request: HttpRequest, plan: SpeedPlan, *, because: str, now: dt.datetime) -> str:
        facts.begin(event=plan.event, by=request.user, now=now)
        return _("The first turn has begun.")

    def prolong(self, request: HttpRequest, plan: SpeedPlan, *, because: str, now: dt.datetime) -> str:
        facts.prolong(event=plan.event, by=request.user, now=now)
        return _("Everything moves by two minutes.")

    def follow(self, request: HttpRequest, plan: SpeedPlan, *, because: str, now: dt.datetime) -> str:
        speed_meetings.follow_the_door(plan=plan, by=request.user, now=now)
        return _("The turns to come are being mended; phones follow by themselves.")

    def leave(self, request: HttpRequest, plan: SpeedPlan, *, because: str, now: dt.datetime) -> str:
        speed_meetings.leave(plan=plan, registration=_guest(request, plan), by=request.user, now=now)
        return _("The turns to come are being mended; phones follow by themselves.")

    def join(self, request: HttpRequest, plan: SpeedPlan, *, because: str, now: dt.datetime) -> str:
        speed_meetings.join(plan=plan, registration=_guest(request, plan), by=request.user, now=now)
        return _("The turns to come are being mended; phones follow by themselves.")

    # --- Columns ------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("event"))
    def event_shown(self, one: SpeedPlan) -> str:
        return one.event.title

    @admin.display(description=gettext_lazy("starts"))
    def day_shown(self, one: SpeedPlan) -> dt.datetime:
        return one.event.starts_at

    @admin.display(description=gettext_lazy("state"))
    def stands(self, one: SpeedPlan) -> str:
        if not one.computed_at:
            return _("being computed")
        return _("agreed") if one.agreed_at else _("proposed")


def _neighbours(request: HttpRequest, event: Event) -> list[Link]:
    """The pages beside the event, among which this one stands."""
    return admin.site.get_model_admin(Event).beside(request, event)


def _guest(request: HttpRequest, plan: SpeedPlan) -> Registration:
    """The guest beside whose name the button stands. Raises Http404 for one of another event."""
    number = request.POST.get("registration", "")
    rows = Registration.objects.filter(event=plan.event_id).select_related("event", "member")
    found = rows.filter(pk=number).first() if number.isascii() and number.isdecimal() else None
    if found is None:
        raise Http404
    return found


def _chosen(request: HttpRequest, plan: SpeedPlan, usual: int) -> int:
    value = request.GET.get("turn", str(usual))
    if not (value.isascii() and value.isdecimal() and len(value) < 4 and 1 <= int(value) <= plan.turns):
        raise BadRequest("There is no such turn.")
    return int(value)


def beside_an_event(request: HttpRequest, thing: models.Model) -> Iterable[Link]:
    """On the page of an event in the console: the way to its speed meetings."""
    if isinstance(thing, Event) and thing.state in (*Event.COMING, Event.State.HELD):
        desk = admin.site.get_model_admin(SpeedPlan)
        number = SpeedPlan.objects.filter(event=thing).values_list("pk", flat=True).first()
        if number:
            yield Link(_("Its speed meetings"), desk.address("change", number))
        elif thing.state != Event.State.HELD:
            yield Link(desk.add_words, f"{desk.address('add')}?event={thing.pk}")


admin.site.beside.append(beside_an_event)
