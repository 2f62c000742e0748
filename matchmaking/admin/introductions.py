"""How does an organiser find an introduction, read why, set it aside or take it back? Never who said what.

Declined and expired are one state here, in lists, filters, words and history; answers have no page, and the mails that
would tell an answer are left out.
"""

import datetime as dt

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.core.exceptions import BadRequest
from django.db import models, transaction
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor import clock, mail_kinds
from corridor.desk import LONGEST_REASON, Act, Desk
from corridor.desk_filter import Filter
from corridor.models import OutboxEmail
from corridor.queries import history
from corridor.queries.scope import Scope
from corridor.templatetags.state_words import STATES
from matchmaking import rules
from matchmaking.actions import exclusions, introductions, rounds
from matchmaking.admin.part_words import named_parts
from matchmaking.dates import local_day
from matchmaking.models import Introduction
from matchmaking.queries import round_desk

State = Introduction.State
GROUPS = {
    "proposed": (State.PROPOSED,),
    "offered": (State.OFFERED,),
    "made": (State.MADE,),
    "ended": round_desk.ENDED,
    "withdrawn": (State.WITHDRAWN,),
    "dropped": (State.DROPPED,),
}
# The system's own reasons, as far as they tell nobody's answer, pause or budget.
SYSTEM_REASONS = {
    "deadline": gettext_lazy("the deadline had come"),
    "budget_spent": gettext_lazy("one of the two could not be asked"),
    "not_matchable": gettext_lazy("one of the two could not be asked"),
}


class StateFilter(Filter):
    title = gettext_lazy("state")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [(group, str(STATES[f"introduction.{states[0]}"][0])) for group, states in GROUPS.items()]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(state__in=GROUPS[value])


class ReasonedActions(helpers.ActionForm):
    because = forms.CharField(max_length=LONGEST_REASON, required=False, label=gettext_lazy("Because"))


@admin.register(Introduction)
class IntroductionDesk(Desk):
    room = "matching"
    place = 20
    in_menu = True
    action_form = ReasonedActions
    change_form_template = "admin/matchmaking/introduction/change_form.html"
    note = gettext_lazy("Of an introduction that did not go ahead, nobody is told who said no, or whether anybody did.")
    nothing = gettext_lazy("The first round has not been computed yet.")
    list_display = ("pair", "round_shown", "state_shown", "offered_at")
    list_filter = (StateFilter,)
    search_fields = ("member_a__name", "member_b__name")
    search_help_text = gettext_lazy("Name of one of the two")
    actions = ("drop_chosen",)
    fields = readonly_fields = ("round_shown", "offered_at", "closes_at", "place_shown")
    acts = (
        Act(
            "drop",
            gettext_lazy("Set aside"),
            asks=gettext_lazy("Because"),
            when=lambda one: one.state == State.PROPOSED,
        ),
        Act(
            "withdraw",
            gettext_lazy("Take back"),
            asks=gettext_lazy("Because"),
            when=lambda one: one.state in (State.OFFERED, State.MADE),
        ),
        Act("rule_out", gettext_lazy("Never these two"), asks=gettext_lazy("Because"), kind="plain"),
        # Stands beside each runner-up on the round's page, since it takes a pair.
        Act("swap", gettext_lazy("Propose this pair instead"), asks=gettext_lazy("Because"), when=lambda one: False),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return round_desk.introductions(scope)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        # Not by state, score or last move: any of them would set declined and expired apart (S-16).
        return ("-pk",)

    def title_of(self, thing: Introduction) -> str:
        return self.pair(thing)

    def may(self, request: HttpRequest, act: Act, thing: Introduction) -> bool:
        if act.verb == "rule_out":
            return rules.why_not_exclude(request.user, thing.member_a, thing.member_b) is None
        return rules.why_not_handle(thing, request.user) is None

    def history_of(self, request: HttpRequest, thing: Introduction) -> tuple[list[history.Line], bool]:
        return history.of(thing, silent_about=(thing.member_a_id, thing.member_b_id), codes=SYSTEM_REASONS)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, obj: Introduction | None = None, **kwargs: object
    ) -> HttpResponse:
        weights = round_desk.weights_of(obj.round)
        reading = round_desk.read([obj], weights=weights, today=local_day(clock.now()))[0]
        context |= {"reading": reading, "parts": named_parts(reading), "mails": mails_about(obj)}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def back_to(self, request: HttpRequest, thing: Introduction) -> HttpResponse:
        """To the round's page when the button was pressed there."""
        if request.POST.get("from") == "round":
            page = reverse("admin:matchmaking_round_change", args=[thing.round_id])
            return HttpResponseRedirect(f"{page}#proposals")
        return super().back_to(request, thing)

    # --- Buttons ------------------------------------------------------------------------------------------------------

    def drop(self, request: HttpRequest, one: Introduction, *, because: str, now: dt.datetime) -> str:
        introductions.drop(introduction=one, by=request.user, because=because, now=now)
        return _("%(pair)s is set aside; nobody will be asked.") % {"pair": self.pair(one)}

    def withdraw(self, request: HttpRequest, one: Introduction, *, because: str, now: dt.datetime) -> str:
        introductions.withdraw(introduction=one, by=request.user, because=because, now=now)
        return _("%(pair)s is taken back.") % {"pair": self.pair(one)}

    @transaction.atomic
    def rule_out(self, request: HttpRequest, one: Introduction, *, because: str, now: dt.datetime) -> str:
        """Rule the pair out, and set the proposal aside when nobody has been asked yet."""
        exclusions.add(member=one.member_a, other=one.member_b, by=request.user, because=because, now=now)
        if one.state == State.PROPOSED and rules.why_not_handle(one, request.user) is None:
            introductions.drop(introduction=one, by=request.user, because=because, now=now)
        return _("%(pair)s will not be proposed again.") % {"pair": self.pair(one)}

    def swap(self, request: HttpRequest, one: Introduction, *, because: str, now: dt.datetime) -> str:
        """Propose one of its runner-up pairs in its place."""
        numbers = [request.POST.get(name, "") for name in ("a", "b")]
        if not all(number.isascii() and number.isdecimal() for number in numbers):
            raise BadRequest("A runner-up is two members' numbers.")
        pair = (int(numbers[0]), int(numbers[1]))
        made = rounds.swap(introduction=one, runner_up=pair, by=request.user, because=because, now=now)
        return _("%(pair)s is proposed instead.") % {"pair": self.pair(made)}

    @admin.action(description=gettext_lazy("Set aside"))
    def drop_chosen(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        now, because, count = clock.now(), request.POST.get("because", "").strip()[:LONGEST_REASON], 0
        for one in chosen:
            introductions.drop(introduction=one, by=request.user, because=because, now=now)
            count += 1
        text = ngettext("%(count)s proposal is set aside.", "%(count)s proposals are set aside.", count)
        messages.success(request, text % {"count": count})

    # --- Columns ------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("introduction"))
    def pair(self, one: Introduction) -> str:
        return f"{one.member_a.label} × {one.member_b.label}"

    @admin.display(description=gettext_lazy("round"))
    def round_shown(self, one: Introduction) -> str:
        return one.round.period

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, one: Introduction) -> str:
        return str(STATES[f"introduction.{one.state}"][0])

    @admin.display(description=gettext_lazy("half-way place"))
    def place_shown(self, one: Introduction) -> str:
        return one.venue.name if one.venue else ""


def mails_about(introduction: Introduction) -> list[dict[str, object]]:
    """Which mails about it wait, left or failed, and when; by kind, not by person."""
    rows = OutboxEmail.objects.filter(about_type=introduction._meta.label_lower, about_id=introduction.pk)
    found = rows.exclude(kind__in=mail_kinds.TELL_AN_ANSWER).order_by("kind", "state").values_list("kind", "state")
    return [
        {"kind": mail_kinds.name_of(kind), "state": f"outboxemail.{state}", "count": count, "since": since}
        for kind, state, count, since in found.annotate(count=Count("pk"), since=Max("state_since"))
    ]
