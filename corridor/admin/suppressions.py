"""To which members does no mail go, because an address failed, its owner complained, or an organiser said so? (F026)

What a member turned off or stopped is theirs: it is not in this list, and cannot be told from it.
"""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor import clock, rules
from corridor.actions import suppressions
from corridor.admin.outbox import mask
from corridor.console import Need
from corridor.desk import Act, Desk, scope_of
from corridor.desk_filter import Filter
from corridor.forms import fields
from corridor.forms.known_member import KnownMember
from corridor.models import Member, Suppression
from corridor.queries import history
from corridor.queries.scope import Scope
from corridor.queries.suppressions import held

Reason = Suppression.Reason
SHOWN = (Reason.BOUNCED, Reason.COMPLAINED, Reason.ORGANISER)


class StandingFilter(Filter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [("current", _("in force")), ("lifted", _("lifted"))]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(lifted_at__isnull=value == "current")


class ReasonFilter(Filter):
    title = gettext_lazy("reason")
    parameter_name = "reason"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [(reason.value, str(reason.label)) for reason in SHOWN]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(reason=value)


@admin.register(Suppression)
class SuppressionDesk(Desk):
    room = "mail"
    place = 20
    in_menu = True
    add_words = gettext_lazy("Hold the mail to a member")
    note = gettext_lazy("To these members no mail goes but sign-in codes. What members stopped themselves is not here.")
    nothing = gettext_lazy("Mail reaches everybody in your regions.")
    list_display = ("member", "masked", "reason_shown", "since_shown", "lifted_shown")
    list_filter = (StandingFilter, ReasonFilter)
    values_in_history = False
    shown = ("member", "masked", "reason_shown", "since_shown", "lifted_shown")
    acts = (
        Act(
            "lift", gettext_lazy("Let mail go again"), asks=gettext_lazy("Because"), when=lambda one: not one.lifted_at
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        name = Member.objects.filter(email=models.OuterRef("address")).order_by().values("name")[:1]
        return held(scope).annotate(member_name=models.Subquery(name))

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-since", "-pk")

    def title_of(self, thing: Suppression) -> str:
        return f"{self.member(thing)} · {mask(thing.address)}"

    def history_of(self, request: HttpRequest, thing: Suppression) -> tuple[list[history.Line], bool]:
        return history.of(thing, codes={})  # the system's reasons are numbers of reports

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def get_fields(self, request: HttpRequest, obj: Suppression | None = None) -> tuple[str, ...]:
        return self.shown if obj else ("whom", "why")

    def get_readonly_fields(self, request: HttpRequest, obj: Suppression | None = None) -> tuple[str, ...]:
        return self.shown if obj else ()

    def get_form(self, request: HttpRequest, obj: Suppression | None = None, **kwargs: object) -> type[forms.ModelForm]:
        if obj:
            return super().get_form(request, obj, **kwargs)
        reach = scope_of(request)

        class Hold(forms.ModelForm):
            whom = KnownMember(among=reach.members(), label=gettext_lazy("Member, by e-mail address"))
            why = fields.Line(label=gettext_lazy("Because"), max_length=200)

            class Meta:
                model = Suppression
                fields = ()

        return Hold

    def save_model(self, request: HttpRequest, obj: Suppression, form: forms.ModelForm, change: bool) -> None:
        given = form.cleaned_data
        made = suppressions.hold(member=given["whom"], by=request.user, because=given["why"], now=clock.now())
        obj.pk, obj.address, obj.reason, obj.since = made.pk, made.address, made.reason, made.since
        obj.member_name = given["whom"].name

    def log_addition(self, request: HttpRequest, obj: Suppression, message: str) -> None:
        """The action has written it down already."""

    def may(self, request: HttpRequest, act: Act, thing: Suppression) -> bool:
        return rules.why_not_lift(request.user, thing) is None

    def lift(self, request: HttpRequest, thing: Suppression, *, because: str, now: dt.datetime) -> str:
        suppressions.lift(suppression=thing, by=request.user, because=because, now=now)
        return _("Mail goes to this address again.")

    @admin.display(description=gettext_lazy("member"))
    def member(self, one: Suppression) -> str:
        return one.member_name or _("nobody who is a member now")

    @admin.display(description=gettext_lazy("to"))
    def masked(self, one: Suppression) -> str:
        return mask(one.address)

    @admin.display(description=gettext_lazy("reason"))
    def reason_shown(self, one: Suppression) -> str:
        return one.get_reason_display()

    @admin.display(description=gettext_lazy("since"))
    def since_shown(self, one: Suppression) -> str:
        return _moment(one.since)

    @admin.display(description=gettext_lazy("lifted"))
    def lifted_shown(self, one: Suppression) -> str:
        return _moment(one.lifted_at) if one.lifted_at else ""


def _moment(at: dt.datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def unreachable(scope: Scope, now: dt.datetime) -> Iterable[Need]:
    """For the overview: members to whom mail no longer goes, which nobody decided."""
    count = held(scope).filter(lifted_at=None, reason__in=(Reason.BOUNCED, Reason.COMPLAINED)).count()
    if count:
        title = ngettext("Mail does not reach %(count)s member", "Mail does not reach %(count)s members", count)
        yield Need(
            title=title % {"count": count},
            detail=_("An address failed or its owner complained, so they are not introduced. Call them, or lift it."),
            url=f"{admin.site.get_model_admin(Suppression).address('changelist')}?standing=current",
            button=_("Look at them"),
            place=30,
        )


admin.site.needs.append(unreachable)
