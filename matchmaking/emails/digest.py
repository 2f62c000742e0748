"""The digest: which mail gathers what happened, and where do its lines lead?"""

import datetime as dt
from collections.abc import Callable

from django.utils import translation

from corridor import letters, outbox
from corridor.models import Member, OutboxEmail
from corridor.queries.standing import DIGEST
from matchmaking.digest_days import Period
from matchmaking.emails.after import after_url
from matchmaking.emails.asking import answer_url
from matchmaking.models import Feedback, OptIn, Outcome
from matchmaking.queries import digest as read
from matchmaking.queries.faces import seen_by
from matchmaking.wording import Wording

MOST = 3  # lines of a kind; whatever is more stands on the site
WITH_REASONS = 2  # so many questions have room for the first reason as well


def _answer(own: OptIn, language: str) -> str:
    return answer_url(own, offered_at=own.introduction.offered_at, language=language)


def _after(asked: Feedback | Outcome, language: str) -> str:
    return after_url(asked.introduction, asked.member, at=asked.asked_at)


# What a line is about -> its address, made of the line's thing and the reader's language.
ADDRESSES: dict[str, Callable[[object, str], str]] = {read.QUESTION: _answer, read.MET: _after, read.CAME: _after}


def digest(*, member: Member, period: Period, now: dt.datetime) -> OutboxEmail | None:
    """What `member` wanted gathered, as it stands; None, and no mail, when nothing is new. One a member and period."""
    with translation.override(member.language):
        found = read.lines(member, period, now)
        if not found:
            return None
        asked = [line for line in found if line.what in ADDRESSES]
        reasons = _reasons(asked, member) if len(asked) <= WITH_REASONS else {}
        told = [line for line in found if line.what not in ADDRESSES]
        context = {
            "asked": [
                (line, ADDRESSES[line.what](line.thing, member.language), reasons.get(line, ""))
                for line in asked[:MOST]
            ],
            "asked_count": len(asked),
            "first": asked[0].text.partition(",")[0] if asked else "",
            "told": told[:MOST],
            "more": max(0, len(asked) - MOST) + max(0, len(told) - MOST),
            "introductions_url": letters.page("matchmaking:introductions", member.language),
            "day": period.day,
        }
        return outbox.enqueue(
            kind=DIGEST, key=f"digest:{member.pk}:{period.name}", member=member, context=context, now=now
        )


def _reasons(asked: list[read.Line], member: Member) -> dict[read.Line, str]:
    """Of every question about an introduction: the first reason for it."""
    pairs = {line: seen_by(line.thing) for line in asked if line.what == read.QUESTION}
    words = Wording(list(pairs.values()))
    worded = {line: words.for_side(introduction, member) for line, introduction in pairs.items()}
    return {line: reasons[0].sentence for line, reasons in worded.items() if reasons}
