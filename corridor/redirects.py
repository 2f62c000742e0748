"""Where may `next` lead? Only to a path of our own; everything else is forgotten (S-38)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import NoReverseMatch, reverse

LONGEST = 2000


def is_own_path(target: str) -> bool:
    """Whether `target` is a path on this site, in a form that no browser reads as another host."""
    if not target or len(target) > LONGEST or not target.startswith("/") or not target.isprintable():
        return False
    # Browsers take "\" for "/", so "/\evil.example" would be another host.
    if target[1:2] in ("/", "\\") or "\\" in target:
        return False
    try:
        parts = urlsplit(target)
    except ValueError:
        return False
    return not parts.scheme and not parts.netloc


def own_path(target: str | None, *, default: str) -> str:
    """`target` when it is a path of ours, else `default`."""
    return target if target and is_own_path(target) else default


def overview() -> str:
    """Where a member is at home; their profile as long as no upper app brings an overview."""
    try:
        return reverse(settings.LOGIN_REDIRECT_URL)
    except NoReverseMatch:
        return reverse("corridor:profile")


def joined() -> str:
    """Where joining ends: at who one might meet; the overview as long as no upper app can tell."""
    try:
        return reverse(settings.JOINED_URL) + "?joined"
    except NoReverseMatch:
        return overview()
