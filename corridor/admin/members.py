"""What may an organiser know of a member? What the member shows, and whether they can be introduced; not why not.

Nobody edits somebody else's profile here, and pace, pause, consent and exclusions stay the member's own.
"""

import datetime as dt

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock, rules
from corridor.actions import contact
from corridor.desk import Act, Desk
from corridor.models import Member, Membership, Suppression
from corridor.models.exchange import Exchange
from corridor.queries import history
from corridor.queries.scope import Scope
from corridor.queries.suppressions import standing_against


@admin.register(Member)
class MemberDesk(Desk):
    room = "people"
    place = 10
    in_menu = True
    note = gettext_lazy("Members change their own profiles; how to reach them is shown on request, and noted.")
    nothing = gettext_lazy("Nobody in your regions has joined yet.")
    list_display = ("name_shown", "organisation", "region")
    list_select_related = ("profile__region",)
    search_fields = ("name", "memberships__organisation__name")
    search_help_text = gettext_lazy("Name or organisation")
    ordering = ("name", "pk")
    values_in_history = False
    fields = readonly_fields = (
        *("name_shown", "organisation", "region", "layers", "language"),
        *("brings", "seeks", "introducible", "mail_held", "since", "bonds"),
    )
    acts = (Act("show_contact", gettext_lazy("Show how to reach them"), asks=gettext_lazy("What for")),)

    # A member's pauses, consents and edits are theirs; organisers read what organisers did, and when somebody joined.
    # Who came in, from where, and what guards the account is for superusers, who look into misuse.
    told = ("joined", "granted", "ended", contact.VIEWED, "exported")

    def history_of(self, request: HttpRequest, thing: Member) -> tuple[list[history.Line], bool]:
        return history.of(thing, only=(*self.told, *history.SAFETY) if request.user.is_superuser else self.told)

    def rows(self, scope: Scope) -> models.QuerySet:
        current = Membership.objects.filter(ended_at=None).select_related("organisation")
        return scope.members().prefetch_related(models.Prefetch("memberships", current, to_attr="current"))

    def title_of(self, thing: Member) -> str:
        return thing.label

    def may(self, request: HttpRequest, act: Act, thing: Member) -> bool:
        return rules.why_not_see_contact(request.user, thing) is None

    def show_contact(self, request: HttpRequest, thing: Member, *, because: str, now: dt.datetime) -> HttpResponse:
        found = contact.reveal(member=thing, by=request.user, because=because, now=now)
        context = {"title": thing.label, "contact": found, "back": self.address("change", thing.pk)}
        return TemplateResponse(request, "admin/contact.html", {**self.admin_site.each_context(request), **context})

    # --- Columns and lines --------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("name"))
    def name_shown(self, member: Member) -> str:
        return member.label

    @admin.display(description=gettext_lazy("organisation"))
    def organisation(self, member: Member) -> str:
        return member.current[0].organisation.name if member.current else ""

    @admin.display(description=gettext_lazy("region"))
    def region(self, member: Member) -> str:
        profile = getattr(member, "profile", None)
        return profile.region.name if profile and profile.region else ""

    @admin.display(description=gettext_lazy("layers"))
    def layers(self, member: Member) -> str:
        profile = getattr(member, "profile", None)
        return ", ".join(layer.name for layer in profile.layers.all()) if profile else ""

    @admin.display(description=gettext_lazy("brings"))
    def brings(self, member: Member) -> SafeString:
        return _exchanges(member.offers.select_related("topic"))

    @admin.display(description=gettext_lazy("seeks"))
    def seeks(self, member: Member) -> SafeString:
        return _exchanges(member.seeks.select_related("topic"))

    @admin.display(description=gettext_lazy("can be introduced"))
    def introducible(self, member: Member) -> str:
        # Yes or no, never why not: a pause or a refusal to be matched is the member's own.
        return _("no") if rules.blocking_rules(member, clock.now()) else _("yes")

    @admin.display(description=gettext_lazy("mail"))
    def mail_held(self, member: Member) -> str:
        # Only what failed, was complained about or was decided here (F026); what members stop themselves is theirs.
        own = Suppression.Reason.UNSUBSCRIBED
        found = standing_against(member.email).filter(kind="").exclude(reason=own).first()
        if found is None:
            return _("goes out")
        address = admin.site.get_model_admin(Suppression).address("change", found.pk)
        words = _("held since %(day)s: %(reason)s") % {
            "day": _day(found.since),
            "reason": found.get_reason_display(),
        }
        return format_html('<a href="{}">{}</a>', address, words)

    @admin.display(description=gettext_lazy("joined"))
    def since(self, member: Member) -> str:
        return _day(member.joined_at) if member.joined_at else ""

    @admin.display(description=gettext_lazy("memberships"))
    def bonds(self, member: Member) -> SafeString:
        rows = member.memberships.select_related("organisation")
        lines = ((bond.organisation.name, bond.get_role_display(), _span(bond)) for bond in rows)
        return format_html('<ul class="plainlist">{}</ul>', format_html_join("", "<li>{} · {} · {}</li>", lines))


def _exchanges(rows: models.QuerySet[Exchange]) -> SafeString:
    lines = ((row.topic.name, format_html("<q>{}</q>", row.sentence) if row.sentence else "") for row in rows)
    return format_html('<ul class="plainlist">{}</ul>', format_html_join("", "<li>{} {}</li>", lines))


def _span(bond: Membership) -> str:
    if bond.ended_at:
        return _("%(first)s to %(last)s") % {"first": _day(bond.started_at), "last": _day(bond.ended_at)}
    return _("since %(first)s") % {"first": _day(bond.started_at)}


def _day(moment: dt.datetime) -> str:
    return date_format(localtime(moment), "DATE_FORMAT")
