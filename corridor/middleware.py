"""What happens to every request and every answer? Limits, one form of text, the door closed by default, headers."""

import re
import unicodedata
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from corridor import access
from corridor.errors import Refused

GetResponse = Callable[[HttpRequest], HttpResponse]
METHODS = ("GET", "HEAD", "POST")
MAX_QUERY_STRING = 8 * 1024
MAX_HEADERS = 16 * 1024
MAX_LIST = 500
MAX_ID = 2**63 - 1  # the widest number either database holds

# Controls other than tab and newline, lone surrogates, and code points that Unicode says are no characters.
_NO_CHARACTERS = "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_UNSPEAKABLE = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NO_CHARACTERS}]")
_TOO_LONG_A_NUMBER = re.compile(r"[+-]?[0-9]{19,}")


class SecurityHeaders:
    """Headers of every answer, errors and static files included (S-03), and what no cache may keep (S-55)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        door = getattr(request, "door", "public")
        if door == "token":
            response["Referrer-Policy"] = "no-referrer"
            response["X-Robots-Tag"] = "noindex"
        if door != "public":
            response["Cache-Control"] = "private, no-store"
        elif settings.SESSION_COOKIE_NAME in request.COOKIES:
            # Not request.user: it would ask the database again, also when the database is what just failed.
            response.headers.setdefault("Cache-Control", "private, no-store")
        camera = "(self)" if getattr(response, "uses_camera", False) else "()"
        for name, value in {
            "Permissions-Policy": f"camera={camera}, geolocation=(), microphone=(), payment=(), usb=()",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            "X-Frame-Options": "DENY",
        }.items():
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS:
            response.headers.setdefault(
                "Strict-Transport-Security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"
            )
        return response


class RequestLimits:
    """Refuses what no honest browser sends, before anything reads it (S-06)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        headers = sum(len(name) + len(str(value)) for name, value in request.headers.items())
        if len(request.META.get("QUERY_STRING", "")) > MAX_QUERY_STRING:
            return HttpResponse(_("This address is too long."), status=414, content_type="text/plain; charset=utf-8")
        if headers > MAX_HEADERS:
            return HttpResponse(_("These headers are too large."), status=431, content_type="text/plain; charset=utf-8")
        if not (length.isascii() and length.isdigit()) or int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return HttpResponse(_("That is too much to send."), status=413, content_type="text/plain; charset=utf-8")
        return self.get_response(request)


class OneFormOfText:
    """Brings all text that comes in to one form; refuses what is no text, or no number a row can have (S-52, S-54)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: access.View, args: tuple, kwargs: dict) -> None:
        for part in (*args, *kwargs.values()):
            if (isinstance(part, int) and part > MAX_ID) or (isinstance(part, str) and _UNSPEAKABLE.search(part)):
                raise Http404
        request.GET = _in_one_form(request.GET)
        request.POST = _in_one_form(request.POST)


def _in_one_form(given: QueryDict) -> QueryDict:
    """`given` with every value in NFC and newlines as \\n. Raises BadRequest for controls, huge numbers, long lists."""
    tidy = QueryDict(mutable=True, encoding=given.encoding)
    for name, values in given.lists():
        plain = [unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n")) for value in values]
        if len(plain) > MAX_LIST:
            raise BadRequest("Too many values for one field.")
        if any(_UNSPEAKABLE.search(text) for text in (name, *plain)):
            raise BadRequest("Text holds a control character.")
        if any(_TOO_LONG_A_NUMBER.fullmatch(text.strip()) for text in plain):
            raise BadRequest("No number here is that long.")
        tidy.setlist(name, plain)
    tidy._mutable = False
    return tidy


class DenyByDefault:
    """A view that declares no rule is nobody's (S-08), and no page here knows other methods than a form's (S-09)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: access.View, args: tuple, kwargs: dict
    ) -> HttpResponseNotAllowed | None:
        request.door = access.rule_of(view) or "nobody"
        if request.door == "nobody":
            raise PermissionDenied
        return None if request.method in METHODS else HttpResponseNotAllowed(METHODS)


class Refusals:
    """An expected no that a view did not put into its own page becomes a page with the sentence: 409 (S-45)."""

    def __init__(self, get_response: GetResponse):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        return render(request, "409.html", {"sentence": error.sentence}, status=409)
