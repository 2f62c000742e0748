"""Who enters the organisers' site, and in which order does it show its rooms?"""

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from corridor import rules


class Console(AdminSite):
    """Django's admin site in our frame; the door is rules.why_not_enter_console."""

    site_title = _("Console")
    site_header = _("Console")
    index_title = _("What needs you")

    def has_permission(self, request: HttpRequest) -> bool:
        return rules.why_not_enter_console(request.user) is None
