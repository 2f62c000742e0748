"""Did they meet, and what came of it? Both are asked by the clock; each answers for themselves (F044, F061).

Every action locks the Introduction row first, so that the clock and both sides take turns. Nothing here is written to
the history: what somebody said stays between them and the system.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import outbox
from corridor.errors import Refused, refuse_if
from corridor.models import Member
from matchmaking import after_dates, after_rules, emails
from matchmaking.actions import locks, ties
from matchmaking.errors import AnswerClosed, NotYours
from matchmaking.models import Feedback, Introduction, Outcome
from matchmaking.queries import after_due


@transaction.atomic
def ask(*, introduction: Introduction, now: dt.datetime) -> list[Feedback]:
    """Ask both sides whether they met, on the same day; the new questions, or none.

    Before its morning, without a joint mail that left, or the second time it does nothing.
    """
    introduction = locks.introduction(introduction)
    left = after_due.made_with_mail().filter(pk=introduction.pk).values_list("left_at", flat=True).first()
    if left is None or not after_dates.has_come(after_dates.met_due(left), now) or introduction.feedback.exists():
        return []
    asked = []
    for member in after_due.askable(introduction):
        feedback = Feedback.objects.create(introduction=introduction, member=member, asked_at=now)
        emails.did_you_meet(feedback=feedback, now=now)
        asked.append(feedback)
    return asked


@transaction.atomic
def remind(*, feedback: Feedback, now: dt.datetime) -> Feedback:
    """Ask once more, a week later, whoever said nothing. Never a third time: then it does nothing."""
    introduction = locks.introduction(feedback.introduction)
    feedback = _of(introduction, feedback.member)
    silent = not feedback.answer and feedback.reminded_at is None
    if (
        silent
        and now >= after_dates.again_due(feedback.asked_at)
        and feedback.member in after_due.askable(introduction)
    ):
        feedback.reminded_at = now
        feedback.save(update_fields=["reminded_at"])
        emails.did_you_meet(feedback=feedback, now=now, again=True)
    return feedback


@transaction.atomic
def say(*, introduction: Introduction, member: Member, answer: str, now: dt.datetime) -> Feedback:
    """Store whether `member` met the other; it may be changed for sixty days after the question.

    A question that still waits to be sent is stopped. Raises NotYours (not asked), AnswerClosed (too late), Refused
    (no such answer).
    """
    introduction = locks.introduction(introduction)
    feedback = _of(introduction, member)
    if feedback is None:
        raise NotYours(_("You were not asked this."))
    if answer not in Feedback.Answer.values:
        raise Refused(_("Choose one of the four answers."))
    refuse_if(after_rules.why_not_say(feedback, now), AnswerClosed)
    if answer != feedback.answer:
        feedback.answer, feedback.answered_at = answer, now
        feedback.save(update_fields=["answer", "answered_at"])
        outbox.stop(about=feedback, now=now, because="answered")
        ties.remember_met(introduction, now=now)
    return feedback


@transaction.atomic
def ask_what_came(*, introduction: Introduction, months: int, now: dt.datetime) -> list[Outcome]:
    """Ask both sides what came of it, 3 or 9 months after they were introduced; the new questions, or none.

    Before its morning, without a joint mail that left, or the second time it does nothing.
    """
    introduction = locks.introduction(introduction)
    if introduction.outcomes.filter(months=months).exists() or not _is_due(introduction, months, now):
        return []
    asked = []
    for member in after_due.askable(introduction):
        outcome = Outcome.objects.create(introduction=introduction, member=member, months=months, asked_at=now)
        emails.what_came_of_it(outcome=outcome, now=now)
        asked.append(outcome)
    return asked


@transaction.atomic
def say_what_came(*, introduction: Introduction, member: Member, months: int, kind: str, now: dt.datetime) -> Outcome:
    """Store what came of it for `member`; it may be changed for sixty days after the question.

    Raises NotYours (not asked), AnswerClosed (too late), Refused (no such answer).
    """
    introduction = locks.introduction(introduction)
    outcome = introduction.outcomes.filter(member=member, months=months).first()
    if outcome is None:
        raise NotYours(_("You were not asked this."))
    if kind not in Outcome.Kind.values:
        raise Refused(_("Choose one of the answers."))
    refuse_if(after_rules.why_not_say(outcome, now), AnswerClosed)
    if kind != outcome.kind:
        outcome.kind, outcome.answered_at = kind, now
        outcome.save(update_fields=["kind", "answered_at"])
        outbox.stop(about=outcome, now=now, because="answered")
    return outcome


def _is_due(introduction: Introduction, months: int, now: dt.datetime) -> bool:
    made = after_due.made_with_mail().filter(pk=introduction.pk).exists()
    return made and after_dates.has_come(after_dates.outcome_due(introduction.made_at, months), now)


def _of(introduction: Introduction, member: Member) -> Feedback | None:
    return introduction.feedback.filter(member=member).select_related("member", "introduction").first()
