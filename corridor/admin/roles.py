"""Who organises which region, and how is that given or ended? By superusers, never for themselves (S-15)."""

import datetime as dt

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock, rules
from corridor.actions import roles
from corridor.desk import Act, Desk
from corridor.forms.known_member import KnownMember
from corridor.models import Member, RegionRole
from corridor.queries.scope import Scope


class NewRole(forms.ModelForm):
    address = KnownMember(among=Member.objects.all(), label=gettext_lazy("Member, by e-mail address"))

    class Meta:
        model = RegionRole
        fields = ("region",)


@admin.register(RegionRole)
class RoleDesk(Desk):
    room = "people"
    place = 40
    add_words = gettext_lazy("Make somebody organiser")
    nothing = gettext_lazy("Nobody organises a region yet.")
    list_display = ("member_shown", "region", "started_at", "ended_at")
    list_select_related = ("member", "region")
    values_in_history = False
    shown = ("member_shown", "region", "granted", "started_at", "ended_at")
    acts = (
        Act(
            "end",
            gettext_lazy("End the role"),
            asks=gettext_lazy("Because"),
            step_up=True,
            when=lambda role: not role.ended_at,
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return scope.roles()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-started_at", "-pk")

    def title_of(self, thing: RegionRole) -> str:
        return f"{thing.member.label} · {thing.region.name}"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.is_superuser

    @method_decorator(reauthentication_required(enabled=lambda request: request.method == "POST"))
    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Giving a role asks again who one is; allauth then saves the form by itself (S-21)."""
        return super().add_view(request, form_url, extra_context)

    def get_fields(self, request: HttpRequest, obj: RegionRole | None = None) -> tuple[str, ...]:
        return self.shown if obj else ("address", "region")

    def get_readonly_fields(self, request: HttpRequest, obj: RegionRole | None = None) -> tuple[str, ...]:
        return self.shown if obj else ()

    def get_form(self, request: HttpRequest, obj: RegionRole | None = None, **kwargs: object) -> type[forms.ModelForm]:
        return super().get_form(request, obj, **kwargs) if obj else NewRole

    def save_model(self, request: HttpRequest, obj: RegionRole, form: forms.ModelForm, change: bool) -> None:
        member, region = form.cleaned_data["address"], form.cleaned_data["region"]
        role = roles.grant_region(member=member, region=region, by=request.user, now=clock.now())
        obj.pk, obj.member = role.pk, role.member

    def log_addition(self, request: HttpRequest, obj: RegionRole, message: str) -> None:
        """The action has written it down already."""

    def may(self, request: HttpRequest, act: Act, thing: RegionRole) -> bool:
        return rules.why_not_grant_region(request.user, thing.member, thing.region) is None

    def end(self, request: HttpRequest, role: RegionRole, *, because: str, now: dt.datetime) -> str:
        roles.end_region(role=role, by=request.user, now=now, because=because)
        return _("The role has ended; it no longer counts from the next page on.")

    @admin.display(description=gettext_lazy("organiser"))
    def member_shown(self, role: RegionRole) -> str:
        return role.member.label

    @admin.display(description=gettext_lazy("granted by"))
    def granted(self, role: RegionRole) -> str:
        return role.granted_by.label if role.granted_by else _("the command line")
