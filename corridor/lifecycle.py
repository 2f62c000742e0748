"""How does a thing move from one state to the next? Only through advance(), which also writes the history row."""

import datetime as dt

from django.db import models, transaction
from django.utils.translation import gettext as _

from corridor.errors import Overtaken, Refused
from corridor.models import Member, Transition


class IllegalMove(Refused):
    """The table of allowed moves has no such move; nothing was changed (faces answer 409)."""


def advance(
    thing: models.Model, *, to: str, by: Member | None, now: dt.datetime, because: str = "", **also: object
) -> None:
    """Move `thing` to state `to`, if its table allows it and nobody was faster.

    `by` is None when the system moves it. `also` names further columns written in the same UPDATE. On return `thing`
    carries the new values. Raises IllegalMove when the table forbids the move, Overtaken when the row has left the
    state it was read in. Must run inside a transaction, so that the state and its consequences commit together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("advance() outside a transaction: the state could commit without its consequences.")
    was = thing.state
    if to not in thing.TRANSITIONS[was]:
        raise IllegalMove(_("That is no longer possible."))
    fields = {"state": to, "state_since": now, **also}
    if type(thing)._base_manager.filter(pk=thing.pk, state=was).update(**fields) != 1:
        raise Overtaken(_("Somebody was just ahead of you. Look again, please."))
    for name, value in fields.items():
        setattr(thing, name, value)
    record(thing, action="moved", was=was, to=to, by=by, now=now, because=because)


def record(
    thing: models.Model,
    *,
    action: str,
    by: Member | None,
    now: dt.datetime,
    was: str = "",
    to: str = "",
    because: str = "",
) -> None:
    """Write one history row about `thing`; for changes that are not a change of state (a role, a verdict, a merge)."""
    Transition.objects.create(
        subject_type=thing._meta.label_lower,
        subject_id=thing.pk,
        action=action,
        was=was,
        to=to,
        by=by,
        at=now,
        because=because[:400],
    )
