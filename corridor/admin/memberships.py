"""How does an organiser bring a member to an organisation, end that, or make somebody its admin?"""

import datetime as dt

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock, rules
from corridor.actions import memberships, roles
from corridor.desk import Act, Desk, scope_of
from corridor.desk_filter import Filter
from corridor.forms import fields
from corridor.forms.known_member import KnownMember
from corridor.models import Membership
from corridor.queries.scope import Scope

Role = Membership.Role


class CurrentFilter(Filter):
    title = gettext_lazy("standing")
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [("current", _("current")), ("ended", _("ended"))]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(ended_at__isnull=value == "current")


@admin.register(Membership)
class MembershipDesk(Desk):
    room = "people"
    place = 30
    add_words = gettext_lazy("Add a membership")
    nothing = gettext_lazy("Nobody belongs to an organisation in your regions yet.")
    list_display = ("member_shown", "organisation", "title", "role", "started_at", "ended_at")
    list_select_related = ("member", "organisation")
    list_filter = (CurrentFilter,)
    search_fields = ("member__name", "organisation__name")
    search_help_text = gettext_lazy("Member or organisation")
    values_in_history = False
    readonly_fields = ("member_shown", "organisation", "title", "role", "started_at", "ended_at")
    acts = (
        Act(
            "make_admin",
            gettext_lazy("Make admin of the organisation"),
            step_up=True,
            when=lambda bond: not bond.ended_at and bond.role == Role.MEMBER,
        ),
        Act(
            "unmake_admin",
            gettext_lazy("End being admin"),
            step_up=True,
            when=lambda bond: not bond.ended_at and bond.role == Role.ADMIN,
        ),
        Act(
            "end", gettext_lazy("End the membership"), asks=gettext_lazy("Because"), when=lambda bond: not bond.ended_at
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return scope.memberships()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-started_at", "-pk")

    def title_of(self, thing: Membership) -> str:
        return f"{thing.member.label} · {thing.organisation.name}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def get_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj else ("address", "organisation", "title")

    def get_readonly_fields(self, request: HttpRequest, obj: Membership | None = None) -> tuple[str, ...]:
        return self.readonly_fields if obj else ()

    def get_form(self, request: HttpRequest, obj: Membership | None = None, **kwargs: object) -> type[forms.ModelForm]:
        if obj:
            return super().get_form(request, obj, **kwargs)
        reach = scope_of(request)

        class NewMembership(forms.ModelForm):
            address = KnownMember(among=reach.members(), label=gettext_lazy("Member, by e-mail address"))
            title = fields.Line(label=gettext_lazy("Position"), max_length=80)

            class Meta:
                model = Membership
                fields = ("organisation", "title")

            def __init__(self, *args: object, **options: object):
                super().__init__(*args, **options)
                self.fields["organisation"].queryset = reach.organisations().filter(refused_at=None)

        return NewMembership

    def save_model(self, request: HttpRequest, obj: Membership, form: forms.ModelForm, change: bool) -> None:
        given = form.cleaned_data
        bond = memberships.add(
            member=given["address"],
            organisation=given["organisation"],
            title=given["title"],
            by=request.user,
            now=clock.now(),
        )
        obj.pk, obj.member = bond.pk, bond.member

    def log_addition(self, request: HttpRequest, obj: Membership, message: str) -> None:
        """The action has written it down already."""

    def may(self, request: HttpRequest, act: Act, thing: Membership) -> bool:
        if act.verb == "end":
            return rules.why_not_end_membership(request.user, thing) is None
        return rules.why_not_change_organisation_role(request.user, thing) is None

    def make_admin(self, request: HttpRequest, bond: Membership, *, because: str, now: dt.datetime) -> str:
        roles.set_organisation_role(membership=bond, role=Role.ADMIN, by=request.user, now=now)
        return _("%(name)s is an admin of the organisation now.") % {"name": bond.member.label}

    def unmake_admin(self, request: HttpRequest, bond: Membership, *, because: str, now: dt.datetime) -> str:
        roles.set_organisation_role(membership=bond, role=Role.MEMBER, by=request.user, now=now)
        return _("%(name)s is no longer an admin of the organisation.") % {"name": bond.member.label}

    def end(self, request: HttpRequest, bond: Membership, *, because: str, now: dt.datetime) -> str:
        memberships.end(membership=bond, by=request.user, now=now, because=because)
        return _("The membership has ended.")

    @admin.display(description=gettext_lazy("member"))
    def member_shown(self, bond: Membership) -> str:
        return bond.member.label
