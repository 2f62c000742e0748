"""The question whether to be introduced, its reminder and its end: which mails, with what in them?

Each side reads about the person it was asked about, also after that one passed it on (queries/faces.py).
"""

import datetime as dt

from django.utils import translation

from corridor import letters, links, outbox
from corridor.models import Member
from matchmaking.dates import local_day, working_moment
from matchmaking.emails.sides import REASONS_IN_A_MAIL, drawn, sides_of
from matchmaking.models import Introduction, OptIn
from matchmaking.queries import acquaintance, digest, faces, undecided
from matchmaking.wording import Wording, listed

OPT_IN_REQUEST = undecided.OPT_IN_REQUEST
REMINDER = "matchmaking.reminder"
DID_NOT_COME_ABOUT = "matchmaking.did_not_come_about"
PAUSED_AFTER_SILENCE = "matchmaking.paused_after_silence"

OPT_IN_LINK = "opt_in"
COME_BACK_LINK = "come_back"
TOPICS_IN_A_LINE = 2


def opt_in_request(
    *,
    introduction: Introduction,
    opt_in: OptIn,
    now: dt.datetime,
    due_at: dt.datetime | None = None,
    passed_on_by: Member | None = None,
    after_all: bool = False,
) -> None:
    """The question to one side: who, why, what they want, what you get, how long (F013); never contact data (F001).

    `passed_on_by`: the colleague who handed it over. Who gathers mail reads it in the digest, unless that comes too
    late. `after_all`: it was held back and no longer is.
    """
    introduction, member = faces.seen_by(opt_in, introduction), opt_in.member
    other = introduction.other(member)
    with translation.override(member.language):
        sides = sides_of(introduction, now)
        acquaintance.add_topics(sides, today=local_day(now))
        context = {
            "other": sides[other.pk],
            "pair": drawn(sides[member.pk], sides[other.pk]),
            "reasons": Wording([introduction]).for_side(introduction, member)[:REASONS_IN_A_MAIL],
            "wants": _topics(sides[other.pk].seeks),
            "brings": _topics(sides[other.pk].brings),
            "closes_at": introduction.closes_at,
            "answer_url": answer_url(opt_in, offered_at=introduction.offered_at, language=member.language),
            "passed_on_by": passed_on_by,
        }
        outbox.enqueue(
            kind=OPT_IN_REQUEST,
            key=f"opt_in_request:{introduction.pk}:{member.pk}{':after_all' if after_all else ''}",
            member=member,
            context=context,
            about=introduction,
            now=now,
            due_at=due_at,
            at_once=after_all or digest.cannot_wait(member, introduction.closes_at, now),
        )


def reminder(*, introduction: Introduction, opt_in: OptIn, now: dt.datetime) -> None:
    """The one reminder to a side that has said nothing (F014): the same page, the same three answers."""
    introduction, member = faces.seen_by(opt_in, introduction), opt_in.member
    with translation.override(member.language):
        sides = sides_of(introduction, now)
        context = {
            "other": sides[introduction.other(member).pk],
            "reasons": Wording([introduction]).for_side(introduction, member)[:1],
            "closes_at": introduction.closes_at,
            "answer_url": answer_url(opt_in, offered_at=introduction.offered_at, language=member.language),
        }
        outbox.enqueue(
            kind=REMINDER,
            key=f"reminder:{introduction.pk}:{member.pk}:1",
            member=member,
            context=context,
            about=introduction,
            now=now,
        )


def did_not_come_about(*, introduction: Introduction, member: Member, now: dt.datetime) -> None:
    """To a side that said yes, at the end: it did not come about. The same words whatever the other said or did not."""
    outbox.enqueue(
        kind=DID_NOT_COME_ABOUT,
        key=f"did_not_come_about:{introduction.pk}:{member.pk}",
        member=member,
        context={"other": faces.seen_by_member(introduction, member).other(member)},
        about=introduction,
        now=now,
        due_at=working_moment(now),  # an end that was found late still troubles nobody on a weekend (F014)
    )


def paused_after_silence(*, member: Member, introduction: Introduction, until: dt.date, now: dt.datetime) -> None:
    """To somebody who let three questions go by (F059): a pause until that day, and one press that ends it."""
    token = links.make(
        COME_BACK_LINK, object_id=until.toordinal(), member_id=member.pk, version=introduction.pk, now=now
    )
    url = letters.page("matchmaking:come_back", member.language, token)
    outbox.enqueue(
        kind=PAUSED_AFTER_SILENCE,
        key=f"paused_after_silence:{introduction.pk}:{member.pk}",
        member=member,
        context={"until": until, "come_back_url": url},
        about=member,
        now=now,
        due_at=working_moment(now),
        at_once=True,
    )


def answer_url(opt_in: OptIn, *, offered_at: dt.datetime, language: str) -> str:
    """The address of one side's answer page. The same every time, so that a mail sent twice holds one link (R-02)."""
    token = links.make(
        OPT_IN_LINK,
        object_id=opt_in.introduction_id,
        member_id=opt_in.member_id,
        version=opt_in.link_version,
        now=offered_at,
    )
    return letters.page("matchmaking:answer", language, token)


def _topics(topics: list) -> str:
    return listed([topic.name for topic in topics[:TOPICS_IN_A_LINE]])
