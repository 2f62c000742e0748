"""What can a host do about one guest? The buttons beside a name, in the console and on the host's own page."""

import datetime as dt
from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from corridor.models import Member
from corridor.templatetags.state_words import STATES
from events.actions import guests as by_hand
from events.actions import registrations, waitlist
from events.models import Event, Registration
from events.queries import attendance

State = Registration.State
ORDER = (
    *(State.PENDING, State.CONFIRMED, State.OFFERED, State.WAITLISTED, State.INVITED),
    *(State.DECLINED, State.LAPSED, State.CANCELLED),
)
LONGEST_REASON = 200
Group = tuple[str, str, list[Registration]]


def groups(event: Event) -> list[Group]:
    """Everybody that ever stood for `event`, by standing: its name, its words, the guests with answers and reasons."""
    everybody, why = list(attendance.with_answers(attendance.everybody(event))), attendance.reasons(event)
    for one in everybody:
        one.reasons = why.get(one.pk, ())
    found = [(state, STATES[f"guest.{state}"][0], [one for one in everybody if one.state == state]) for state in ORDER]
    return [group for group in found if group[2]]


def act_of(
    sent: Mapping[str, str], guest: Registration, *, by: Member, now: dt.datetime, organises: bool = False
) -> tuple[Callable[[], object], str] | None:
    """What the pressed button does, and what is said once it is done; None for a button that we do not have.

    Noting that somebody does not come is an organiser's (`organises`), not a host's.
    """
    given = {"registration": guest, "by": by, "now": now}
    why, line = sent.get("because", "").strip()[:LONGEST_REASON], sent.get("to", "")
    to = int(line) if line.isascii() and line.isdecimal() and len(line) < 6 else 1
    acts: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (lambda: registrations.approve(**given), _("Approved; they were written to.")),
        "decline": (lambda: registrations.decline(**given), _("Declined; they were written to, kindly.")),
        "promote": (lambda: waitlist.promote(**given, because=why), _("The place is offered; they were written to.")),
        "front": (lambda: waitlist.move(**given, to=to, because=why), _("They have another place in line.")),
    }
    if organises:
        acts["release"] = (lambda: by_hand.let_go(**given, because=why), _("Their place is given back."))
    return acts.get(sent.get("do", ""))
