"""What came of the introductions? Collaborations within reach, to be read, and what members answered as numbers.

Only the two who do it word a collaboration and release it; organisers have no button here. What each member answered
has no page, and a number that would name somebody is not shown.
"""

from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock
from corridor.desk import Desk, scope_of
from corridor.desk_filter import Filter
from corridor.queries.scope import Scope
from matchmaking.models import Collaboration
from matchmaking.queries import came_of_it, round_desk


class StageFilter(Filter):
    title = gettext_lazy("stage")
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, desk: Desk) -> list[tuple[str, str]]:
        return [(stage, str(stage.label)) for stage in Collaboration.Stage]

    def narrow(self, rows: models.QuerySet, value: str) -> models.QuerySet:
        return rows.filter(stage=value)


@admin.register(Collaboration)
class CollaborationDesk(Desk):
    room = "matching"
    place = 25
    change_list_template = "admin/matchmaking/collaboration/change_list.html"
    note = gettext_lazy("Only the two who do it change and release it; it is public once both have.")
    nothing = gettext_lazy("Nobody has written down a collaboration yet.")
    list_display = ("line", "pair", "synergy_shown", "stage_shown", "started_at", "public_shown")
    list_filter = (StageFilter,)
    fields = readonly_fields = ("line", "pair", "synergy_shown", "stage_shown", "started_at", "public_shown")

    def rows(self, scope: Scope) -> models.QuerySet:
        within = round_desk.introductions(scope).order_by().values("pk")
        rows = Collaboration.objects.filter(introduction__in=within)
        return rows.select_related("synergy", "introduction__member_a", "introduction__member_b")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        return ("-started_at", "-pk")

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        numbers = came_of_it.numbers(scope_of(request), clock.now())
        return super().changelist_view(request, {"numbers": numbers, **(extra_context or {})})

    @admin.display(description=gettext_lazy("introduction"))
    def pair(self, one: Collaboration) -> str:
        return f"{one.introduction.member_a.label} × {one.introduction.member_b.label}"

    @admin.display(description=gettext_lazy("synergy"))
    def synergy_shown(self, one: Collaboration) -> str:
        return f"{one.synergy.letter} · {one.synergy.name}" if one.synergy else ""

    @admin.display(description=gettext_lazy("stage"))
    def stage_shown(self, one: Collaboration) -> str:
        return one.get_stage_display()

    @admin.display(description=gettext_lazy("public"))
    def public_shown(self, one: Collaboration) -> str:
        return _("public") if one.is_public else _("not released by both")
