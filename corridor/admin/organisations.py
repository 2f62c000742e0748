"""How does an organiser find, verify, refuse and mend organisations? The ones that wait for a verdict come first."""

import datetime as dt
from collections.abc import Iterable

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.db.models import Case, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor import clock, rules
from corridor.actions import organisations
from corridor.console import Need
from corridor.desk import Act, Desk, scope_of
from corridor.desk_filter import Filter
from corridor.models import Organisation
from corridor.models.address import validate_organisation_name
from corridor.queries.organisations import namesakes, own
from corridor.queries.scope import Scope

WAITING = models.Q(verified_at=None, refused_at=None)


def _waits(one: Organisation) -> bool:
    return not one.verified_at and not one.refused_at


class VerdictFilter(Filter):
    title = gettext_lazy("verdict")
    parameter_name = "verdict"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [("waiting", _("waits")), ("verified", _("verified")), ("refused", _("refused"))]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(verdict={"waiting": 0, "verified": 1, "refused": 2}[value])


@admin.register(Organisation)
class OrganisationDesk(Desk):
    room = "people"
    place = 20
    in_menu = True
    note = gettext_lazy("Organisations that wait for a verdict come first; nobody else sees them until then.")
    nothing = gettext_lazy("No organisation has its seat in your regions yet.")
    list_display = ("name", "kind", "region", "verdict")
    list_select_related = ("kind", "region")
    list_filter = (VerdictFilter,)
    search_fields = ("search_text",)
    search_help_text = gettext_lazy("Name or other spelling")
    actions = ("verify_chosen",)
    readonly_fields = ("slug", "verdict", "proposer", "verifier", "namesakes")
    acts = (
        Act("verify", gettext_lazy("Verify"), kind="solid", when=_waits),
        Act("refuse", gettext_lazy("Refuse"), asks=gettext_lazy("Why not"), when=_waits),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        order = Case(When(refused_at__isnull=False, then=Value(2)), When(verified_at=None, then=Value(0)), default=1)
        return scope.organisations().annotate(verdict=order)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Organisation:
        one = super().get_object(request, object_id, from_field)
        one.within_reach = scope_of(request).organisations()
        return one

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("verdict", "name", "pk")

    def get_fieldsets(self, request: HttpRequest, obj: Organisation | None = None) -> list:
        seat = ("region", "other_regions") if request.user.is_superuser else ("region",)
        return [
            (None, {"fields": ("name", "aliases", "kind", "helix", *seat, "parent", "email_domain")}),
            (_("The Stack"), {"fields": ("primary_layer", "layers", "summary_nl", "summary_en")}),
            (_("Brings and seeks"), {"fields": ("topics_offered", "topics_sought"), "classes": ("collapse",)}),
            (_("On file"), {"fields": self.readonly_fields}),
        ]

    def choices(self, request: HttpRequest, field: models.Field) -> models.QuerySet:
        if field.name == "region":
            return scope_of(request).region_rows()
        if field.name == "parent":
            return scope_of(request).organisations()
        return super().choices(request, field)

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: object) -> forms.Field:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "name":
            field.validators.append(validate_organisation_name)
        if db_field.name == "region" and not request.user.is_superuser:
            field.required = True  # without a region it would be out of everybody's reach
        return field

    def has_change_permission(self, request: HttpRequest, obj: Organisation | None = None) -> bool:
        return obj is None or rules.why_not_edit_organisation(request.user, obj) is None

    # --- Buttons ------------------------------------------------------------------------------------------------------

    def may(self, request: HttpRequest, act: Act, thing: Organisation) -> bool:
        return rules.why_not_judge_as_own(request.user, thing) is None

    def withheld(self, request: HttpRequest, thing: Organisation) -> str:
        return (_waits(thing) and rules.why_not_judge_as_own(request.user, thing)) or ""

    def verify(self, request: HttpRequest, one: Organisation, *, because: str, now: dt.datetime) -> str:
        target = organisations.verify(organisation=one, by=request.user, now=now)
        if target != one:
            return _("%(known)s has this name and was verified before: the two are one now.") % {"known": target.name}
        return _("%(organisation)s is verified and visible from now on.") % {"organisation": one.name}

    def refuse(self, request: HttpRequest, one: Organisation, *, because: str, now: dt.datetime) -> str:
        organisations.refuse(organisation=one, by=request.user, because=because, now=now)
        return _("%(organisation)s is refused.") % {"organisation": one.name}

    @admin.action(description=gettext_lazy("Verify"))
    def verify_chosen(self, request: HttpRequest, chosen: models.QuerySet) -> None:
        now, count = clock.now(), 0
        for one in chosen:
            waited = _waits(one)
            one.refresh_from_db()
            if waited and one.refused_at:
                continue  # it became one with another that was chosen
            organisations.verify(organisation=one, by=request.user, now=now)
            count += 1
        text = ngettext("%(count)s organisation is verified.", "%(count)s organisations are verified.", count)
        messages.success(request, text % {"count": count})

    # --- Columns ------------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("verdict"))
    def verdict(self, one: Organisation) -> str:
        if one.refused_at:
            return _("refused")
        return _("verified") if one.verified_at else _("waits")

    @admin.display(description=gettext_lazy("proposed by"))
    def proposer(self, one: Organisation) -> str:
        return one.proposed_by.label if one.proposed_by else ""

    @admin.display(description=gettext_lazy("others of this name"))
    def namesakes(self, one: Organisation) -> str:
        """Whom verifying makes one with it, and what was decided before about the name."""
        rows = namesakes(one, among=one.within_reach)
        return ", ".join(f"{row.name} ({self.verdict(row)})" for row in rows)

    @admin.display(description=gettext_lazy("verified by"))
    def verifier(self, one: Organisation) -> str:
        return one.verified_by.label if one.verified_by else ""


def to_verify(scope: Scope, now: dt.datetime) -> Iterable[Need]:
    """For the overview: organisations that wait for this person's verdict, so not their own."""
    waiting = scope.organisations().filter(WAITING, ~own(scope.person)).order_by("created_at", "pk")
    names = list(waiting.values_list("name", flat=True))
    if names:
        title = ngettext("%(count)s organisation to verify", "%(count)s organisations to verify", len(names))
        yield Need(
            title=title % {"count": len(names)},
            detail=", ".join(names[:3]) + (" …" if len(names) > 3 else ""),
            url=f"{admin.site.get_model_admin(Organisation).address('changelist')}?verdict=waiting",
            button=_("Look at them"),
            place=30,
        )


admin.site.needs.append(to_verify)
