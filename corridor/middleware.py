"""What happens to every request and every answer? Headers, size limits, and the door that is closed by default."""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from corridor import access

GetResponse = Callable[[HttpRequest], HttpResponse]
MAX_QUERY_STRING = 8 * 1024
MAX_HEADERS = 16 * 1024


class SecurityHeaders:
    """Headers of every answer, errors and static files included (S-03)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        camera = "(self)" if getattr(response, "uses_camera", False) else "()"
        response.headers.setdefault(
            "Permissions-Policy", f"camera={camera}, geolocation=(), microphone=(), payment=(), usb=()"
        )
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            )
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


class RequestLimits:
    """Refuses what no honest browser sends, before anything reads it (S-06)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        headers = sum(len(k) + len(str(v)) for k, v in request.META.items() if k.startswith("HTTP_"))
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_STRING:
            return HttpResponse(_("This address is too long."), status=414, content_type="text/plain; charset=utf-8")
        if headers > MAX_HEADERS:
            return HttpResponse(_("These headers are too large."), status=431, content_type="text/plain; charset=utf-8")
        if not (length.isascii() and length.isdigit()) or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return HttpResponse(_("That is too much to send."), status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class DenyByDefault:
    """A view that declares no rule is nobody's (S-08)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: access.View, args: tuple, kwargs: dict) -> None:
        if access.rule_of(view) is None:
            raise PermissionDenied
