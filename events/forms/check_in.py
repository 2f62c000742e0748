"""What may a phone at the door send? A press of a button, or a small batch of scans, checked to the letter."""

import datetime as dt
import json
import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions.check_ins import Report

MOST_REPORTS = 200
MOST_BYTES = 200_000
MOST_AGE = 14 * 24 * 3600 * 1000  # milliseconds
MOST_TICKET = 500
MOST_WORDS = 40
MOST_EMAIL = 254
FIELDS = {"nonce", "age", "act", "id", "ticket", "waits"}
ACTS = ("in", "out", "walk_in")


class Unreadable(ValueError):
    """Not what a phone of ours sends."""


class PressForm(forms.Form):
    """A button beside a name, for phones without scripts."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    registration = forms.IntegerField(min_value=1, required=False)


class WalkInForm(forms.Form):
    """Somebody who came without a place, known by the address they say."""

    email = forms.EmailField(label=_("Their e-mail address"), max_length=254)


class ExcuseForm(forms.Form):
    """Why a guest did not come."""

    registration = forms.IntegerField(min_value=1)
    because = forms.CharField(label=_("Because"), max_length=200, required=False)


def read_batch(body: bytes, *, now: dt.datetime) -> tuple[list[Report], str, str]:
    """The reports in `body`, in order, with the phone's and the door's names. Raises Unreadable.

    A phone tells how many milliseconds ago each happened, so that a wrong clock does no harm.
    """
    if len(body) > MOST_BYTES:
        raise Unreadable
    try:
        given = json.loads(body)
        scans, device, gate = given["scans"], given["device"], given["gate"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(scans, list) or len(scans) > MOST_REPORTS:
        raise Unreadable
    return [_report(scan, now) for scan in scans], _words(device, MOST_WORDS), _words(gate, MOST_WORDS)


def _report(given: object, now: dt.datetime) -> Report:
    if not isinstance(given, dict) or set(given) - {"email"} != FIELDS or given["act"] not in ACTS:
        raise Unreadable
    age, number, waits = given["age"], given["id"], given["waits"]
    if type(age) is not int or not 0 <= age <= MOST_AGE or type(waits) is not bool:
        raise Unreadable
    if number is not None and (type(number) is not int or not 0 < number < 2**63):
        raise Unreadable
    email = _words(given.get("email", ""), MOST_EMAIL)
    if (number is None and not email) if given["act"] == "walk_in" else email:
        raise Unreadable  # who walks in is somebody; everybody else is known by their place
    return Report(
        nonce=_nonce(given["nonce"]),
        at=now - dt.timedelta(milliseconds=age),
        undoes=given["act"] == "out",
        registration=number,
        ticket=_words(given["ticket"], MOST_TICKET),
        waits=waits,
        walks_in=given["act"] == "walk_in",
        email=email,
    )


def _nonce(given: object) -> uuid.UUID:
    try:
        found = uuid.UUID(given)
    except (ValueError, AttributeError, TypeError) as error:
        raise Unreadable from error
    if str(found) != given:
        raise Unreadable
    return found


def _words(given: object, most: int) -> str:
    if not isinstance(given, str) or len(given) > most or not given.isprintable():
        raise Unreadable
    return given.strip()
