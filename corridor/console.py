"""Who enters the organisers' site, and in which order does it show its rooms?

The door is rules.why_not_enter_console. What lies behind it are the desks of each app's admin package; this module
knows none of them: they register themselves, and tell what needs an organiser through `needs`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import update_wrapper

from django.contrib import admin, messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from corridor import access, clock, desk_lists, rules
from corridor.desk import Desk
from corridor.queries import scope

# The rooms in order: key, title. A desk says in which room it stands (Desk.room) and where (Desk.place).
ROOMS = {
    "matching": _("Introductions"),
    "events": _("Events"),
    "people": _("People"),
    "mail": _("Mail"),
    "ground": _("Ground data"),
}


@dataclass(frozen=True)
class Need:
    """One thing that waits for an organiser: what, how much, and the page where it is dealt with."""

    title: str
    detail: str
    url: str
    button: str
    place: int = 50


@dataclass(frozen=True)
class Link:
    """A way from the page of one thing to what another app keeps about it."""

    words: str
    url: str


class Console(admin.AdminSite):
    """Django's admin site in our frame: our door, our order, no page but those of the desks."""

    site_title = _("Console")
    site_header = _("Console")
    index_title = _("Overview")
    enable_nav_sidebar = False
    final_catch_all_view = True

    def __init__(self, name: str = "admin"):
        super().__init__(name)
        self.needs: list[Callable[[scope.Scope, dt.datetime], Iterable[Need]]] = []
        # An upper app adds links to the pages of a lower one here, which knows nothing of it.
        self.beside: list[Callable[[HttpRequest, models.Model], Iterable[Link]]] = []
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: object, admin_class: type | None = None, **options: object) -> None:
        """Takes desks only: what packages bring (groups, addresses, authenticators) has no page here."""
        if admin_class is not None and issubclass(admin_class, Desk):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request: HttpRequest) -> bool:
        return rules.why_not_enter_console(request.user) is None

    def admin_view(self, view: access.View, cacheable: bool = False) -> access.View:
        """`view` behind the door: strangers are sent to sign in, organisers without a second factor to set one up,
        everybody else is refused."""

        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            why_not = rules.why_not_enter_console(request.user)
            if why_not:
                return turned_away(request, why_not)
            return view(request, *args, **kwargs)

        update_wrapper(guarded, view)
        guarded.access = "console"
        return guarded

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The overview and each desk. Signing in, out and passwords are the site's own pages."""
        urls = [
            path("", self.admin_view(self.index), name="index"),
            *(
                path(
                    f"{model._meta.app_label}/{model._meta.model_name}/csv/",
                    self.admin_view(desk_lists.download_of(desk)),
                    name=f"{model._meta.app_label}_{model._meta.model_name}_csv",
                )
                for model, desk in self._registry.items()
            ),
            *(
                path(f"{model._meta.app_label}/{model._meta.model_name}/", include(desk.urls))
                for model, desk in self._registry.items()
            ),
            path("<path:url>", self.admin_view(self.catch_all_view)),
        ]
        mark_as_console(urls)
        return urls

    def each_context(self, request: HttpRequest) -> dict[str, object]:
        """What every page of the console knows; whoever gets here has passed the door."""
        rooms = self.get_app_list(request)
        return {
            "available_apps": rooms,
            "menu": [card for room in rooms for card in room["models"] if card["in_menu"]],
            "has_permission": True,
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict]:
        """The rooms this person may enter, in order, each with its desks in order."""
        desks = [desk for desk in self._registry.values() if desk.has_module_permission(request)]
        desks.sort(key=lambda desk: desk.place)
        rooms = []
        for key, title in ROOMS.items():
            models = [desk.card(request) for desk in desks if desk.room == key]
            if models:
                rooms.append({"app_label": key, "name": title, "models": models})
        return rooms

    def index(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        """What needs this organiser, then the rooms."""
        now, reach = clock.now(), scope.of(request.user)
        needs = [need for ask in self.needs for need in ask(reach, now)]
        needs.sort(key=lambda need: need.place)
        context = {**self.each_context(request), "title": self.index_title, "needs": needs, **(extra_context or {})}
        request.current_app = self.name
        return TemplateResponse(request, "admin/index.html", context)


def turned_away(request: HttpRequest, why_not: str) -> HttpResponse:
    """The answer to somebody who may not enter."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if why_not == "no-second-factor":
        messages.warning(request, _("The console asks for a second step at sign-in. Set one up here first."))
        return redirect("mfa_index")
    raise PermissionDenied(why_not)


def mark_as_console(urls: Iterable[URLPattern | URLResolver]) -> None:
    """Declare every page of the desks as the console's (corridor/access.py); they all are behind admin_view."""
    for url in urls:
        if isinstance(url, URLResolver):
            mark_as_console(url.url_patterns)
        elif not hasattr(url.callback, "access"):
            url.callback.access = "console"
