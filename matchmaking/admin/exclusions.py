"""Who did organisers decide is never introduced to whom? Members' own wishes are not shown here, to nobody."""

import datetime as dt

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock
from corridor.desk import Act, Desk, scope_of
from corridor.desk_filter import Filter
from corridor.forms import fields
from corridor.forms.known_member import KnownMember
from corridor.models import Organisation
from corridor.queries.scope import Scope
from matchmaking import rules
from matchmaking.actions import exclusions
from matchmaking.models import Exclusion


class StandingFilter(Filter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [("current", _("in force")), ("lifted", _("lifted"))]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(lifted_at__isnull=value == "current")


@admin.register(Exclusion)
class ExclusionDesk(Desk):
    room = "matching"
    place = 30
    add_words = gettext_lazy("Exclude a pair")
    note = gettext_lazy("Pairs that organisers ruled out. What members asked for themselves stays with them.")
    nothing = gettext_lazy("No pair has been ruled out by an organiser.")
    list_display = ("pair", "because", "since", "lifted_at")
    list_filter = (StandingFilter,)
    values_in_history = False
    shown = ("pair", "because", "added", "since", "lifted_at")
    acts = (Act("lift", gettext_lazy("Lift it"), asks=gettext_lazy("Because"), when=lambda one: not one.lifted_at),)

    def rows(self, scope: Scope) -> models.QuerySet:
        rows = Exclusion.objects.filter(by_organiser=True)
        rows = rows.select_related("member", "other", "organisation", "added_by")
        return rows if scope.everything else rows.filter(scope.of_member("member__") | scope.of_member("other__"))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-created_at", "-pk")

    def title_of(self, thing: Exclusion) -> str:
        return self.pair(thing)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def get_fields(self, request: HttpRequest, obj: Exclusion | None = None) -> tuple[str, ...]:
        return self.shown if obj else ("first", "second", "organisation", "why")

    def get_readonly_fields(self, request: HttpRequest, obj: Exclusion | None = None) -> tuple[str, ...]:
        return self.shown if obj else ()

    def get_form(self, request: HttpRequest, obj: Exclusion | None = None, **kwargs: object) -> type[forms.ModelForm]:
        if obj:
            return super().get_form(request, obj, **kwargs)
        reach = scope_of(request)

        class NewExclusion(forms.ModelForm):
            first = KnownMember(among=reach.members(), label=gettext_lazy("Member, by e-mail address"))
            second = KnownMember(
                among=reach.members(), label=gettext_lazy("Never with this member, by e-mail address"), required=False
            )
            organisation = forms.ModelChoiceField(
                Organisation.objects.filter(verified_at__isnull=False),
                label=gettext_lazy("Or never with anybody of"),
                required=False,
            )
            why = fields.Line(label=gettext_lazy("Because"), max_length=200)

            class Meta:
                model = Exclusion
                fields = ()

            def clean(self) -> dict:
                given = super().clean()
                if not self.errors and bool(given.get("second")) == bool(given.get("organisation")):
                    raise ValidationError(_("Name one other member, or one organisation."), code="counterpart")
                return given

        return NewExclusion

    def save_model(self, request: HttpRequest, obj: Exclusion, form: forms.ModelForm, change: bool) -> None:
        given = form.cleaned_data
        made = exclusions.add(
            member=given["first"],
            other=given["second"],
            organisation=given["organisation"],
            by=request.user,
            because=given["why"],
            now=clock.now(),
        )
        obj.pk, obj.member, obj.other, obj.organisation = made.pk, made.member, made.other, made.organisation

    def log_addition(self, request: HttpRequest, obj: Exclusion, message: str) -> None:
        """The action has written it down already."""

    def may(self, request: HttpRequest, act: Act, thing: Exclusion) -> bool:
        return rules.why_not_exclude(request.user, thing.member, thing.other) is None

    def lift(self, request: HttpRequest, thing: Exclusion, *, because: str, now: dt.datetime) -> str:
        exclusions.lift(exclusion=thing, by=request.user, because=because, now=now)
        return _("They may be introduced again.")

    @admin.display(description=gettext_lazy("never together"))
    def pair(self, one: Exclusion) -> str:
        return f"{one.member.label} × {one.other.label if one.other else one.organisation}"

    @admin.display(description=gettext_lazy("because"))
    def because(self, one: Exclusion) -> str:
        return one.reason

    @admin.display(description=gettext_lazy("since"))
    def since(self, one: Exclusion) -> str:
        return date_format(localtime(one.created_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("added by"))
    def added(self, one: Exclusion) -> str:
        return one.added_by.label if one.added_by else ""
