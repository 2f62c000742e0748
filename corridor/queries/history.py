"""What happened to one thing? Its transitions, newest first, in words; for the console."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models import Transition

LONGEST = 100

# Signing in and out, and what guards an account (corridor/account_history.py).
SAFETY = {
    "signed in": _("signed in"),
    "signed out": _("signed out"),
    "sign-in failed": _("sign-in failed"),
    "password changed": _("password changed"),
    "password made": _("password made"),
    "password reset": _("password changed after a code by mail"),
    "address changed": _("e-mail address changed"),
    "second step added": _("second step added"),
    "second step removed": _("second step removed"),
    "second step renewed": _("second step renewed"),
}

# What the history calls an action; an action that is not here is shown as it was written.
ACTIONS = {
    **SAFETY,
    "moved": _("moved"),
    "planned": _("planned"),
    "proposed": _("proposed"),
    "added": _("added"),
    "edited": _("edited"),
    "rescheduled": _("moved to another time or place"),
    "deleted": _("deleted"),
    "wish released": _("wish released"),
    "verified": _("verified"),
    "refused": _("refused"),
    "merged": _("one with another"),
    "joined": _("joined"),
    "role": _("role changed"),
    "granted": _("role granted"),
    "ended": _("ended"),
    "excluded": _("excluded"),
    "lifted": _("lifted"),
    "started": _("started"),
    "released": _("released"),
    "release taken back": _("release taken back"),
    "mail held": _("mail held"),
    "reported": _("reported by the mail provider"),
    "handed over": _("passed on to a colleague"),
    "viewed contact": _("contact data viewed"),
    "registered": _("registered"),
    "arrived": _("arrived"),
    "arrival undone": _("arrival taken back"),
    "exported": _("list downloaded"),
    "asked": _("asked"),
    "let go": _("place given back for them"),
    "staff added": _("role at the event given"),
    "staff removed": _("role at the event taken back"),
    "question added": _("question added"),
    "question changed": _("question changed"),
    "question dropped": _("question dropped"),
    "places held": _("places kept"),
    "held places released": _("kept places released"),
    "speed meetings agreed": _("speed meetings agreed"),
    "speed meetings mended": _("speed meetings mended"),
    "speed meetings begun": _("speed meetings begun"),
}

# By whom, where a line without somebody does not mean that the system did it.
_UNKNOWN = {"sign-in failed": _("unknown")}

# What was used or changed in those lines.
WAYS = {
    "password": _("password"),
    "code": _("code by mail"),
    "second step": _("second step"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
    "recovery_codes": _("recovery codes"),
}


@dataclass(frozen=True)
class Line:
    """One entry of a history: when, what, by whom (empty: the system), why."""

    at: dt.datetime
    what: str
    was: str
    to: str
    by: str
    because: str


def of(
    thing: models.Model,
    *,
    silent_about: Iterable[int] = (),
    only: Iterable[str] | None = None,
    codes: Mapping[str, object] | None = None,
) -> tuple[list[Line], bool]:
    """The last entries about `thing`, and whether there are older ones. One query.

    Moves by a member in `silent_about` are shown as the system's, without their reason: who answered what stays
    between that member and the system. `only` leaves out every action that is not named. `codes` says what the
    system's own reasons mean; a code without a meaning there is not shown.
    """
    hidden = set(silent_about)
    names = {**WAYS, **dict(_labels(thing))}
    found = Transition.objects.filter(subject_type=thing._meta.label_lower, subject_id=thing.pk).select_related("by")
    if only is not None:
        found = found.filter(action__in=tuple(only))
    rows = list(found[: LONGEST + 1])
    return [_line(row, hidden, names, codes) for row in rows[:LONGEST]], len(rows) > LONGEST


def has(things: models.QuerySet, *, action: str, because: str) -> bool:
    """Whether the history of any of `things` has an entry with exactly this action and reason. One query."""
    numbers = things.order_by().values("pk")
    rows = Transition.objects.filter(subject_type=things.model._meta.label_lower, subject_id__in=numbers)
    return rows.filter(action=action, because=because).exists()


def _line(row: Transition, hidden: set[int], names: Mapping[str, str], codes: Mapping[str, object] | None) -> Line:
    told = row.by_id is not None and row.by_id not in hidden
    if row.by_id is None:
        because = row.because if codes is None else str(codes.get(row.because, ""))
    else:
        because = row.because if told else ""
    return Line(
        at=row.at,
        what=str(ACTIONS.get(row.action, row.action)),
        was=str(names.get(row.was, row.was)),
        to=str(names.get(row.to, row.to)),
        by=row.by.label if told else str(_UNKNOWN.get(row.action, "")),
        because=because,
    )


def _labels(thing: models.Model) -> Iterable[tuple[str, str]]:
    states = getattr(type(thing), "State", None) or getattr(type(thing), "Stage", None)
    return states.choices if states else ()
