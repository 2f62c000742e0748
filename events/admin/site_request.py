"""Who asked for an experiment site in my regions, and has somebody answered?"""

import datetime as dt
from collections.abc import Iterable

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from corridor.console import Need
from corridor.desk import Act, Desk
from corridor.queries.scope import Scope
from events import rules
from events.actions import site_requests
from events.models import SiteRequest
from events.queries import sites

State = SiteRequest.State


@admin.register(SiteRequest)
class SiteRequestDesk(Desk):
    room = "events"
    place = 20
    in_menu = False
    note = gettext_lazy("Members who ask for an experiment site; each organiser of its region has it by mail as well.")
    nothing = gettext_lazy("Nobody has asked for a site in your regions yet.")
    list_display = ("site_shown", "who", "asked_at", "state_shown")
    fields = readonly_fields = ("site_shown", "who", "text", "asked_at", "state_shown")
    acts = (
        Act(
            "answered",
            gettext_lazy("It is answered"),
            asks=gettext_lazy("What came of it"),
            when=lambda one: one.state == State.ASKED,
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return sites.requests_within(scope)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("state", "-asked_at", "-pk")

    def title_of(self, thing: SiteRequest) -> str:
        return f"{thing.member.label} · {thing.site.what}"

    def may(self, request: HttpRequest, act: Act, thing: SiteRequest) -> bool:
        return rules.why_not_organise(request.user, thing.site.region) is None

    def answered(self, request: HttpRequest, thing: SiteRequest, *, because: str, now: dt.datetime) -> str:
        site_requests.answered(request=thing, by=request.user, because=because, now=now)
        return _("Noted as answered.")

    @admin.display(description=gettext_lazy("site"))
    def site_shown(self, one: SiteRequest) -> str:
        return one.site.what

    @admin.display(description=gettext_lazy("member"))
    def who(self, one: SiteRequest) -> str:
        return one.member.label

    @admin.display(description=gettext_lazy("state"))
    def state_shown(self, one: SiteRequest) -> str:
        return one.get_state_display()


def to_answer(scope: Scope, now: dt.datetime) -> Iterable[Need]:
    """For the overview: members who wait for an answer about a site."""
    count = sites.requests_within(scope).filter(state=State.ASKED).count()
    if count:
        words = ngettext("One member waits for an answer.", "%(count)s members wait for an answer.", count)
        desk = admin.site.get_model_admin(SiteRequest)
        yield Need(
            _("Experiment sites that were asked for"),
            words % {"count": count},
            desk.address("changelist"),
            _("Read what they ask"),
            place=40,
        )


admin.site.needs.append(to_answer)
