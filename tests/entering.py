"""How does a test enter the console? As a person with a second step, who has just proved who they are, or has not."""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.http import HttpRequest
from django.test import Client

from corridor.models import Member
from tests import make

CONSOLE = "/en/console/"
SECRET = "JBSWY3DPEHPK3PXP"  # of every authenticator app here
PASSWORD = "zon maan en sterren"


def enter(person: Member, *, second_step: bool = True, proven: bool = True) -> Client:
    """A browser of `person`. `second_step`: an authenticator is set up. `proven`: shown within five minutes (S-21)."""
    if second_step and not person.authenticator_set.exists():
        TOTP.activate(person, SECRET)
    client = Client()
    client.force_login(person)
    if proven:
        request = HttpRequest()
        request.session, request.user = client.session, person
        record_authentication(request, person, method="mfa", type="totp", reauthenticated=True)
        request.session.save()
    return client


def come_in(person: Member) -> Client:
    """A browser in which `person` signed in a moment ago, with a code from a mail."""
    client = Client()
    client.force_login(person)
    request = HttpRequest()
    request.session, request.user = client.session, person
    record_authentication(request, person, method="code")
    request.session.save()
    return client


def code_now(secret: str = SECRET) -> str:
    """What the authenticator app shows at this moment."""
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def organiser_with_password() -> Member:
    """Olga, who signs in as olga@example.nl with PASSWORD."""
    person = make.organiser("Olga Oost", email="olga@example.nl")
    person.set_password(PASSWORD)
    person.save()
    return person


def at(model: str, *parts: object) -> str:
    """The address of a desk, for example at("corridor/member", 3, "change")."""
    return f"{CONSOLE}{model}/" + "".join(f"{part}/" for part in parts)


def answer(client: Client, method: str, path: str, **data: object) -> int | str:
    """The status of one request; "sign in" for being sent to the sign-in page."""
    response = client.generic(method.upper(), path) if method not in ("get", "post", "head") else None
    if response is None:
        response = getattr(client, method)(path, data)
    if response.status_code == 302 and "/account/login/" in response["Location"]:
        return "sign in"
    return response.status_code


def text(response: object) -> str:
    """The page as the browser gets it."""
    return response.content.decode()
