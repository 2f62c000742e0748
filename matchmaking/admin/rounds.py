"""The round's desk: how does an organiser plan a round, have it computed, read it, and let it go out?

Every button calls the action the schedule calls too; computing and asking are the worker's, which is only told to look.
"""

import datetime as dt
from collections.abc import Iterable

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor import clock, nudge
from corridor.console import Need
from corridor.desk import Act, Desk, scope_of
from corridor.desk_filter import Filter
from corridor.queries.regions import homes
from corridor.queries.scope import Scope
from corridor.templatetags.state_words import STATES
from matchmaking import dates, rules
from matchmaking.actions import rounds
from matchmaking.admin import why_not
from matchmaking.admin.introductions import GROUPS
from matchmaking.admin.part_words import LEGEND, readings_with_parts
from matchmaking.admin.planning import PlanForm
from matchmaking.models import Introduction, Round
from matchmaking.queries import round_desk

State = Round.State
PAGE = 25
ORDERS = {"low": ("score", "pk"), "high": ("-score", "pk")}
COMPUTE, ASK = "matchmaking.propose_round", "matchmaking.offer_introductions"


class StateFilter(Filter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [(state, str(STATES[f"round.{state}"][0])) for state in State.values]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(state=value)


@admin.register(Round)
class RoundDesk(Desk):
    room = "matching"
    place = 10
    in_menu = True
    add_words = gettext_lazy("Plan a round")
    nothing = gettext_lazy("No round has been planned yet.")
    list_display = ("period_shown", "scope_shown", "state_shown", "planned_for", "to_read", "asked", "made")
    list_filter = (StateFilter,)
    acts = (
        Act("approve", gettext_lazy("Approve the round"), kind="go", when=lambda one: one.state == State.PROPOSED),
        Act("run", gettext_lazy("Compute it now"), kind="solid", when=lambda one: one.state == State.PLANNED),
        Act("again", gettext_lazy("Propose again"), when=lambda one: one.state == State.PROPOSED),
        Act(
            "cancel",
            gettext_lazy("Cancel the round"),
            asks=gettext_lazy("Because"),
            when=lambda one: one.state in Round.OPEN,
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return round_desk.with_counts(round_desk.rounds(scope), scope)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-planned_for", "-pk")

    def title_of(self, thing: Round) -> str:
        return _("Round %(period)s") % {"period": thing.period}

    def may(self, request: HttpRequest, act: Act, thing: Round) -> bool:
        return rules.why_not_organise(request.user, thing.regions.all()) is None

    def offered(self, request: HttpRequest, thing: Round) -> list[Act]:
        fitting = [act for act in self.acts if act.when(thing)]
        return fitting if fitting and self.may(request, fitting[0], thing) else []

    # --- Planning -----------------------------------------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def get_fields(self, request: HttpRequest, obj: Round | None = None) -> tuple[str, ...]:
        return ("period", "planned_for", "regions", "auto_approve_at", "coverage_first", "long_shots")

    def get_form(self, request: HttpRequest, obj: Round | None = None, **kwargs: object) -> type[PlanForm]:
        own = scope_of(request).region_rows().filter(pk__in={home.pk for home in homes().values() if home})

        class Plan(PlanForm):
            def __init__(self, *args: object, **options: object):
                super().__init__(*args, **options)
                self.fields["regions"].queryset = own

        return Plan

    def get_changeform_initial_data(self, request: HttpRequest) -> dict:
        start = dates.coming_round(clock.now())
        return {"planned_for": start, "period": dates.period_of(dates.local_day(start))}

    def save_model(self, request: HttpRequest, obj: Round, form: PlanForm, change: bool) -> None:
        made = rounds.plan(by=request.user, now=clock.now(), **form.cleaned_data)
        obj.pk, obj.period = made.pk, made.period

    def log_addition(self, request: HttpRequest, obj: Round, message: str) -> None:
        """The action has written it down already."""

    def response_add(self, request: HttpRequest, obj: Round, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(self.address("change", obj.pk))

    # --- The page of one round ----------------------------------------------------------------------------------------

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """Everything an organiser needs to decide about a round. Reading only: its buttons are acts."""
        round = self.get_object(request, object_id)
        if request.method == "POST":
            return HttpResponseNotAllowed(["GET", "HEAD"])
        scope = scope_of(request)
        show, order = _chosen(request, "show", _first_group(round)), _chosen(request, "order", "low")
        mine = round_desk.introductions(scope).filter(round=round)
        rows = mine.filter(state__in=GROUPS[show])
        # Introductions that did not go ahead lie in the order they were made: a score there would be told (F003).
        rows = rows.order_by(*(("pk",) if show == "ended" else ORDERS[order]))
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        today, weights = dates.local_day(clock.now()), round_desk.weights_of(round)
        readings = round_desk.read(list(page.object_list), weights=weights, today=today, scope=scope)
        lines, older = self.history_of(request, round)
        counts = round_desk.counts(mine)
        certificate = round_desk.certificate_of(round)
        context = {
            **self.admin_site.each_context(request),
            "card": self.card(request),
            "title": self.title_of(round),
            "original": round,
            "scope": self.scope_shown(round),
            "report": round_desk.report(certificate),
            "unserved": round_desk.unserved(certificate, scope),
            "groups": [(group, _words(group), counts[group]) for group in GROUPS if counts[group] or group == show],
            "show": show,
            "order": order,
            "readings": readings_with_parts(readings),
            "long_shots": round_desk.long_shots(round),
            "legend": LEGEND,
            "page": page,
            "acts": [(act, self.address("act", round.pk, act.verb)) for act in self.offered(request, round)],
            "history": lines,
            "history_has_older": older,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/matchmaking/round/desk.html", context)

    def get_urls(self) -> list[URLPattern]:
        name = "matchmaking_round_why_not"
        return [
            path("<path:object_id>/why-not/", self.admin_site.admin_view(self.why_not), name=name),
            *super().get_urls(),
        ]

    def why_not(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return why_not.page(self, request, self.get_object(request, object_id))

    # --- Buttons ------------------------------------------------------------------------------------------------------

    def run(self, request: HttpRequest, round: Round, *, because: str, now: dt.datetime) -> str:
        rounds.freeze(round=round, by=request.user, now=now)
        nudge.after_commit(COMPUTE, round.pk)
        return _("The pool is closed and the round is being computed.")

    def again(self, request: HttpRequest, round: Round, *, because: str, now: dt.datetime) -> str:
        return self.run(request, round, because=because, now=now)

    def approve(self, request: HttpRequest, round: Round, *, because: str, now: dt.datetime) -> str:
        rounds.approve(round=round, by=request.user, now=now)
        nudge.after_commit(ASK)
        return _("The round is approved; both sides of every proposal are being asked.")

    def cancel(self, request: HttpRequest, round: Round, *, because: str, now: dt.datetime) -> str:
        rounds.cancel(round=round, by=request.user, because=because, now=now)
        return _("The round is cancelled; nobody was asked.")

    # --- Columns ------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("round"))
    def period_shown(self, one: Round) -> str:
        return one.period

    @admin.display(description=gettext_lazy("regions"))
    def scope_shown(self, one: Round) -> str:
        return ", ".join(sorted(region.name for region in one.regions.all())) or _("all regions")

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, one: Round) -> str:
        return str(STATES[f"round.{one.state}"][0])

    @admin.display(description=gettext_lazy("to read"))
    def to_read(self, one: Round) -> int:
        return one.to_read

    @admin.display(description=gettext_lazy("asked"))
    def asked(self, one: Round) -> int:
        return one.asked

    @admin.display(description=gettext_lazy("twice yes"))
    def made(self, one: Round) -> int:
        return one.made


def _words(group: str) -> str:
    return str(STATES[f"introduction.{GROUPS[group][0]}"][0])


def _first_group(round: Round) -> str:
    """What one opens a round for: its proposals, and once it is approved those that were asked."""
    return "offered" if round.state in (State.APPROVED, State.CLOSED) else "proposed"


def _chosen(request: HttpRequest, name: str, default: str) -> str:
    value = request.GET.get(name, default)
    if value not in {"show": GROUPS, "order": ORDERS}[name]:
        raise BadRequest("This page has no such choice.")
    return value


def to_read(scope: Scope, now: dt.datetime) -> Iterable[Need]:
    """For the overview: rounds whose proposals wait for an organiser."""
    desk = admin.site.get_model_admin(Round)
    for round in round_desk.rounds(scope).filter(state=State.PROPOSED).order_by("planned_for", "pk"):
        count = round_desk.introductions(scope).filter(round=round, state=Introduction.State.PROPOSED).count()
        words = ngettext("%(count)s proposal to read", "%(count)s proposals to read", count) % {"count": count}
        if round.auto_approve_at:
            words = _("%(proposals)s; it approves itself on %(day)s") % {
                "proposals": words,
                "day": date_format(dates.local_day(round.auto_approve_at), "DATE_FORMAT"),
            }
        yield Need(desk.title_of(round), words, desk.address("change", round.pk), _("Read the round"), place=10)


admin.site.needs.append(to_read)
