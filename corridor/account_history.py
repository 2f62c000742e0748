"""What is written down of signing in and out, and of what guards an account? One line of history each (S-57).

Who, when, and from which part of the network: the address without its last part, which several people share; never an
address that somebody typed. A try on an address nobody has leaves its line too, about nobody: so an answer takes the
same work, and its time tells nothing (R-27).
"""

import datetime as dt
import ipaddress

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


def listen() -> None:
    """Be told what allauth does. Called where the account's pages are listed, so before the first of them answers."""
    told = {
        _signed_in: account.user_logged_in,
        _signed_out: user_logged_out,
        _password_changed: account.password_changed,
        _password_made: account.password_set,
        _password_reset: account.password_reset,
        _address_changed: account.email_changed,
        _second_step_added: second_step.authenticator_added,
        _second_step_removed: second_step.authenticator_removed,
        _second_step_renewed: second_step.authenticator_reset,
        _second_step_failed: second_step.authentication_failed,
    }
    for hears, signal in told.items():
        signal.connect(hears, dispatch_uid=hears.__name__)


def failed(request: HttpRequest, person: Member | None, way: str) -> None:
    """Somebody tried to come in as `person` (None: an address nobody has) by `way`, and did not."""
    _write(request, person or Member(pk=NOBODY), "sign-in failed", to=way)


def forget_old(*, now: dt.datetime) -> int:
    """Delete the lines older than 90 days about members and about nobody; how many. Those about a role stay: they name
    no network."""
    about = {"subject_type": Member._meta.label_lower, "action__in": SAFETY}
    return Transition.objects.filter(**about, at__lt=now - KEPT_FOR).delete()[0]


def _signed_in(request: HttpRequest, user: Member, **_rest: object) -> None:
    _write(request, user, "signed in")


def _signed_out(request: HttpRequest, user: Member | None, **_rest: object) -> None:
    if user:
        _write(request, user, "signed out")


def _password_changed(request: HttpRequest, user: Member, **_rest: object) -> None:
    _write(request, user, "password changed")


def _password_made(request: HttpRequest, user: Member, **_rest: object) -> None:
    _write(request, user, "password made")


def _password_reset(request: HttpRequest, user: Member, **_rest: object) -> None:
    _write(request, user, "password reset")


def _address_changed(request: HttpRequest, user: Member, from_email_address: object = None, **_rest: object) -> None:
    if from_email_address:  # not the first one, at sign-up
        _write(request, user, "address changed")


def _second_step_added(request: HttpRequest, user: Member, authenticator: Authenticator, **_rest: object) -> None:
    _second_step(request, user, "second step added", authenticator)


def _second_step_removed(request: HttpRequest, user: Member, authenticator: Authenticator, **_rest: object) -> None:
    _second_step(request, user, "second step removed", authenticator)


def _second_step_renewed(request: HttpRequest, user: Member, authenticator: Authenticator, **_rest: object) -> None:
    _second_step(request, user, "second step renewed", authenticator)


def _second_step_failed(request: HttpRequest, user: Member, **_rest: object) -> None:
    failed(request, user, "second step")


def _second_step(request: HttpRequest, user: Member, action: str, authenticator: Authenticator) -> None:
    """Also among the lines of each role of theirs: who holds an organiser's mailbox could set one up and delete the
    mail about it, and here the other organisers read it."""
    _write(request, user, action, to=authenticator.type)
    for role in RegionRole.objects.filter(member=user, ended_at=None):
        _write(request, role, action, to=authenticator.type, network="")


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
