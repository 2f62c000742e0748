"""Which organisations would members like to meet? Organisers read counts; a superuser may release one wish (F062)."""

import datetime as dt

from django.contrib import admin
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.desk import Act, Desk
from corridor.queries.scope import Scope
from matchmaking import rules
from matchmaking.actions import wishes
from matchmaking.models import Wish
from matchmaking.queries import wishes as found

PAGE = 50


@admin.register(Wish)
class WishDesk(Desk):
    """The list is one of organisations; a wish itself has a page for superusers only, who are no party to it."""

    room = "matching"
    place = 40
    note = gettext_lazy(
        "How many members would like to meet somebody of an organisation. Who they are stays with them."
    )
    nothing = gettext_lazy("Nobody has wished for anybody yet.")
    fields = readonly_fields = ("who", "whom", "since", "released")
    acts = (
        Act(
            "release",
            gettext_lazy("Release this wish"),
            asks=gettext_lazy("Because"),
            step_up=True,
            when=lambda one: not one.released_at,
        ),
    )

    def rows(self, scope: Scope) -> models.QuerySet:
        return found.that_may_be_released(scope)

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("wished_at", "pk")

    def title_of(self, thing: Wish) -> str:
        return _("%(member)s would like to meet %(organisation)s") % {
            "member": thing.member.label,
            "organisation": thing.organisation,
        }

    def may(self, request: HttpRequest, act: Act, thing: Wish) -> bool:
        return rules.why_not_release(thing, request.user) is None

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        page = Paginator(found.counts(), PAGE).get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "title": capfirst(self.opts.verbose_name_plural),
            "note": self.note,
            "nothing": self.nothing,
            "page": page,
            "rows": found.with_releasable(page, self.get_queryset(request)),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/matchmaking/wish/counts.html", context)

    def release(self, request: HttpRequest, thing: Wish, *, because: str, now: dt.datetime) -> str:
        wishes.release(wish=thing, by=request.user, because=because, now=now)
        return _("Released: proposals of this member may name it.")

    @admin.display(description=gettext_lazy("member"))
    def who(self, one: Wish) -> str:
        return one.member.label

    @admin.display(description=gettext_lazy("would like to meet"))
    def whom(self, one: Wish) -> str:
        return one.organisation.name

    @admin.display(description=gettext_lazy("since"))
    def since(self, one: Wish) -> str:
        return date_format(localtime(one.wished_at), "DATETIME_FORMAT")

    @admin.display(description=gettext_lazy("released"))
    def released(self, one: Wish) -> str:
        return date_format(localtime(one.released_at), "DATETIME_FORMAT") if one.released_at else ""
