"""What may be done after an introduction, and which sentence says why not? `why_not_x` returns a sentence or None."""

import datetime as dt

from django.utils.translation import gettext as _

from matchmaking.after_dates import PROMISE_MONTHS
from matchmaking.dates import add_months, local_day
from matchmaking.models import Feedback, Outcome
from matchmaking.queries.afterwards import ANSWERABLE

# Open promises of one member to one contact; who promises everything keeps nothing.
MOST_PROMISES = 5


def why_not_say(question: Feedback | Outcome, now: dt.datetime) -> str | None:
    """Why the question cannot be answered (any more), or the answer changed."""
    if now < question.asked_at + ANSWERABLE:
        return None
    return _("This was asked more than sixty days ago; answers are no longer taken.")


def why_not_promise(line: str, due_on: dt.date, open_already: int, now: dt.datetime) -> str | None:
    """Why this cannot be noted as a promise for that day."""
    if not line.strip():
        return _("Write in one line what you promised.")
    if not first_day(now) <= due_on <= last_day(now):
        return _("Choose a day from tomorrow up to six months ahead.")
    if open_already >= MOST_PROMISES:
        return _("Five open promises to one person is the most. Keep one first.")
    return None


def why_not_start(line: str, exists: bool) -> str | None:
    """Why these two cannot start a collaboration here: there are no words for it, or there is one already."""
    if not line.strip():
        return _("Write in one line what you do together.")
    if exists:
        return _("There is a collaboration of you two already; change that one.")
    return None


def first_day(now: dt.datetime) -> dt.date:
    """The first day a promise may be for."""
    return local_day(now) + dt.timedelta(days=1)


def last_day(now: dt.datetime) -> dt.date:
    """The last day a promise may be for."""
    return add_months(local_day(now), PROMISE_MONTHS)
