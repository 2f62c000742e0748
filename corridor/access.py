"""Who may open this page at all? Every view wears exactly one of these; a view without one answers 403.

What may be done *there* is decided by rules.py; this is only the door.
"""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
LOOPBACK = ("127.0.0.1", "::1")

# Pages of packages, which cannot wear our decorators: their own rules were read and found right.
PACKAGES = {
    "allauth.account.views": "own",
    "allauth.mfa.base.views": "own",
    "allauth.mfa.totp.views": "own",
    "allauth.mfa.webauthn.views": "own",
    "allauth.mfa.recovery_codes.views": "own",
    "django.contrib.admin.options": "console",
    "django.contrib.admin.sites": "console",
    "django.contrib.admin.views.autocomplete": "console",
    "django.views.i18n": "public",
}


def public(view: View) -> View:
    """Anybody, signed in or not."""
    view.access = "public"
    return view


def on_the_way_in(view: View) -> View:
    """Anybody who typed something and signs in next: it is kept for them, and nothing else happens.

    The public page they come from sets no cookie, so it has no CSRF token; the browser's own word of where the form
    stood does instead (S-35).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if request.method == "POST" and not _is_from_here(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    guarded.access = "public"
    guarded.csrf_exempt = True
    return guarded


def token(view: View) -> View:
    """Whoever holds a valid single-purpose link; middleware.SecurityHeaders keeps the address to itself (S-39)."""
    view.access = "token"
    view.csrf_exempt = True  # the token and the page value protect the POST, so no cookie is needed
    return view


def signed(view: View) -> View:
    """Another program, which signs each message with a secret that the view checks; no person comes here."""
    view.access = "signed"
    view.csrf_exempt = True  # no cookie is read, and a browser cannot make the signature
    return view


def member(view: View) -> View:
    """A signed-in member; others are sent to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    guarded.access = "member"
    return guarded


def is_this_machine(request: HttpRequest) -> bool:
    """Whether the request comes from loopback itself, not from a proxy that happens to run here."""
    direct = "HTTP_X_FORWARDED_FOR" not in request.META and not settings.ALLAUTH_TRUSTED_PROXY_COUNT
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK


def _is_from_here(request: HttpRequest) -> bool:
    """Whether a form of this site was sent, as the browser says; one that does not say is not believed."""
    where = request.headers.get("Sec-Fetch-Site")
    return where == "same-origin" if where else request.headers.get("Origin") == settings.SITE_URL


def rule_of(view: View) -> str | None:
    """The door of `view`: its own mark, or the entry of the package it comes from; None means nobody may."""
    own = getattr(view, "access", None)
    if own:
        return own
    view_class = getattr(view, "view_class", None)
    return PACKAGES.get(getattr(view_class or view, "__module__", ""))
