"""What is written down of signing in and out, and of what guards an account? One line of history each (S-57).

Who, when, and from which part of the network: the address without its last part, which several people share; never an
address that somebody typed. A try on an address nobody has leaves its line too, about nobody: so an answer takes the
same work, and its time tells nothing (R-27).
"""

import datetime as dt
import ipaddress
from functools import partial

from allauth.account import signals as account
from allauth.mfa import signals as second_step
from allauth.mfa.models import Authenticator
from django.contrib.auth.signals import user_logged_out
from django.db.models import Model
from django.http import HttpRequest

from corridor import clock, lifecycle, limits
from corridor.models import Member, RegionRole, Transition
from corridor.queries.history import SAFETY

NOBODY = 0  # the number of no member: whom a line is about that nobody's account explains
KEPT_BITS = {4: 24, 6: 48}
KEPT_FOR = dt.timedelta(days=90)


# What the line says -> who tells us.
TELLERS = {
    "signed in": account.user_logged_in,
    "signed out": user_logged_out,
    "password changed": account.password_changed,
    "password made": account.password_set,
    "password reset": account.password_reset,
    "address changed": account.email_changed,
    "second step added": second_step.authenticator_added,
    "second step removed": second_step.authenticator_removed,
    "second step renewed": second_step.authenticator_reset,
}


def listen() -> None:
    """Be told what allauth does. Called where the account's pages are listed, so before the first of them answers."""
    for action, signal in TELLERS.items():
        signal.connect(partial(_told, action), weak=False, dispatch_uid=action)
    second_step.authentication_failed.connect(_second_step_failed)


def failed(request: HttpRequest, person: Member | None, way: str) -> None:
    """Somebody tried to come in as `person` (None: an address nobody has) by `way`, and did not."""
    _write(request, person or Member(pk=NOBODY), "sign-in failed", to=way)


def forget_old(*, now: dt.datetime) -> int:
    """Delete the lines older than 90 days about members and about nobody; how many. Those about a role stay: they name
    no network."""
    about = {"subject_type": Member._meta.label_lower, "action__in": SAFETY}
    return Transition.objects.filter(**about, at__lt=now - KEPT_FOR).delete()[0]


def _told(
    action: str,
    *,
    request: HttpRequest,
    user: Member | None,
    authenticator: Authenticator | None = None,
    from_email_address: object = None,
    **_rest: object,
) -> None:
    """A new second step also stands among the lines of each role of theirs: who holds an organiser's mailbox could set
    one up and delete the mail about it, and there the other organisers read it."""
    if user is None or (action == "address changed" and not from_email_address):
        return  # signed out without having been in; the first address, at sign-up
    if authenticator is None:
        _write(request, user, action)
        return
    _write(request, user, action, to=authenticator.type)
    for role in RegionRole.objects.filter(member=user, ended_at=None):
        _write(request, role, action, to=authenticator.type, network="")


def _second_step_failed(request: HttpRequest, user: Member, **_rest: object) -> None:
    failed(request, user, "second step")


def _write(request: HttpRequest, thing: Model, action: str, to: str = "", network: str | None = None) -> None:
    """The line itself. By whom: whoever is signed in at that moment; a try that failed is by nobody we know."""
    by = getattr(request, "user", None)
    lifecycle.record(
        thing,
        action=action,
        to=to,
        by=by if by and by.is_authenticated else None,
        now=clock.now(),
        because=_neighbourhood(request) if network is None else network,
    )


def _neighbourhood(request: HttpRequest) -> str:
    """The network the request came from, cut to what several people share."""
    address = ipaddress.ip_address(limits.client_ip(request))
    return str(ipaddress.ip_network((address, KEPT_BITS[address.version]), strict=False))
