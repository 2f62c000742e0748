"""What is asked after an introduction? Did you meet, what came of it, and a promise whose day has come.

Each mail leads to one page, where a pressed button answers; a link only says which button comes first.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils import translation

from corridor import letters, links, outbox
from corridor.models import Member
from matchmaking.models import Feedback, FollowUp, Introduction, OptIn, Outcome

DID_YOU_MEET = "matchmaking.did_you_meet"
WHAT_CAME_OF_IT = "matchmaking.what_came_of_it"
PROMISE_REMINDER = "matchmaking.promise_reminder"

AFTER_LINK = "after"


def did_you_meet(*, feedback: Feedback, now: dt.datetime, again: bool = False) -> None:
    """The question to one side whether they met; `again` is the one reminder. Says nothing of the other's answer."""
    member = feedback.member
    page = after_url(feedback.introduction, member, at=feedback.asked_at)
    outbox.enqueue(
        kind=DID_YOU_MEET,
        key=f"did_you_meet:{feedback.introduction_id}:{member.pk}" + (":again" if again else ""),
        member=member,
        context={
            "other": feedback.introduction.other(member),
            "again": again,
            "choices": _choices(page, Feedback.Answer, "met", member.language),
            "page_url": page,
        },
        about=feedback,
        now=now,
    )


def what_came_of_it(*, outcome: Outcome, now: dt.datetime) -> None:
    """The question to one side what came of it, three or nine months after they were introduced."""
    member = outcome.member
    page = after_url(outcome.introduction, member, at=outcome.asked_at)
    outbox.enqueue(
        kind=WHAT_CAME_OF_IT,
        key=f"what_came_of_it:{outcome.introduction_id}:{member.pk}:{outcome.months}",
        member=member,
        context={
            "other": outcome.introduction.other(member),
            "months": outcome.months,
            "choices": _choices(page, Outcome.Kind, f"outcome_{outcome.months}", member.language),
            "page_url": page,
        },
        about=outcome,
        now=now,
    )


def promise_reminder(*, promise: FollowUp, now: dt.datetime) -> None:
    """To the promiser alone, on the day: what they promised, to whom."""
    member = promise.member
    outbox.enqueue(
        kind=PROMISE_REMINDER,
        key=f"promise_reminder:{promise.pk}",
        member=member,
        context={
            "other": promise.introduction.other(member),
            "promise": promise,
            "page_url": after_url(promise.introduction, member, at=now) + "#promises",
        },
        about=promise,
        now=now,
        at_once=True,  # on another day it would remind of nothing
    )


def after_url(introduction: Introduction, member: Member, *, at: dt.datetime) -> str:
    """The address of one side's page about what came after; the same for the question and its reminder (R-02)."""
    version = OptIn.objects.values_list("link_version", flat=True).get(introduction=introduction, member=member)
    token = links.make(AFTER_LINK, object_id=introduction.pk, member_id=member.pk, version=version, now=at)
    return letters.page("matchmaking:after_link", member.language, token)


def _choices(page: str, answers: Iterable, name: str, language: str) -> list[tuple[str, str]]:
    """Each answer in words, and the page with that answer's button first."""
    with translation.override(language):
        return [(str(answer.label), f"{page}?{name}={answer.value}#{name}") for answer in answers]
