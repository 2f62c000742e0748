"""What does a digest tell its reader? Facts as they stand that morning, not the mails that were held back.

A fact of an introduction is what queries.inbox lets that side see, and nothing more (F003). To add lines, write a
provider: Reader -> lines; put it into PROVIDERS under the category it belongs to, and give the lines' `what` an address
in emails/digest.py if they have one.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from corridor import mailings
from corridor.models import MailPreference, Member, OutboxEmail
from corridor.queries import mail_choices, suppressions
from corridor.queries.mail_choices import GATHERED, GATHERING, Category, Pace
from corridor.queries.standing import DIGEST, standing
from matchmaking import digest_days
from matchmaking.dates import UNDO
from matchmaking.digest_days import Period
from matchmaking.models import Feedback, Introduction, OptIn, Outcome
from matchmaking.queries import inbox
from matchmaking.queries.after_due import askable
from matchmaking.queries.stops import has_stopped
from matchmaking.queries.undecided import OPT_IN_REQUEST

QUESTION, MET, CAME, NEWS = "question", "met", "came", "news"
_MET, _CAME = "matchmaking.did_you_meet", "matchmaking.what_came_of_it"
# Kinds whose facts a provider tells; of all other kinds that were gathered the digest says the subject.
TOLD_AS_FACTS = (OPT_IN_REQUEST, "matchmaking.reminder", _MET, _CAME)
_LONGEST = dt.timedelta(days=40)  # a digest looks no further back
State = OutboxEmail.State


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell. `what` decides about its address, made of `thing`; `until`: the last day, or moment, to act.

    `is_new`: reason enough to send a digest. What was told before by a mail of its own is not.
    """

    text: str
    what: str = NEWS
    thing: object = None
    until: dt.date | dt.datetime | None = None
    is_new: bool = True

    @property
    def until_format(self) -> str:
        """How to write `until`: a question closes at an hour, a promise is for a day."""
        return "l j F, H:i" if isinstance(self.until, dt.datetime) else "l j F"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom, and about which time: after `since`, up to and with `until`; `now` is when it is written."""

    member: Member
    category: str
    since: dt.datetime
    until: dt.datetime
    now: dt.datetime


def questions(reader: Reader) -> Iterable[Line]:
    """Introductions that wait for this member's answer; none while they want none."""
    rows = inbox.asked(reader.member).filter(
        answer="", introduction__closes_at__gt=reader.now, introduction__offered_at__lte=reader.until
    )
    if not rows or has_stopped(standing([reader.member.pk], now=reader.now)[reader.member.pk]):
        return
    held = set(_held_back(reader.member).values_list("about_id", flat=True))
    for seen in inbox.see(rows, reader.member, reader.now):
        if seen.standing != inbox.ASKED:
            continue
        employer = seen.other.organisation.name if seen.other.organisation else ""
        yield Line(
            ", ".join(part for part in (seen.other.name, employer) if part),
            what=QUESTION,
            thing=seen.own,
            until=seen.introduction.closes_at,
            is_new=seen.introduction.pk in held and seen.introduction.offered_at > reader.since,
        )


def made(reader: Reader) -> Iterable[Line]:
    """To whom this member was introduced. Each had the joint mail already, which is never gathered."""
    rows = inbox.asked(reader.member).filter(
        introduction__state=Introduction.State.MADE,
        introduction__made_at__gt=reader.since - UNDO,
        introduction__made_at__lte=reader.until - UNDO,
    )
    for seen in inbox.see(rows, reader.member, reader.now):
        if seen.standing == inbox.MADE:
            yield Line(_("You and %(name)s were introduced.") % {"name": seen.other.name}, is_new=False)


def after(reader: Reader) -> Iterable[Line]:
    """Whether they met, and what came of it: what was asked since, or again, and is not answered yet."""
    pair = ("introduction__member_a", "introduction__member_b")
    mine = {"member": reader.member, "answered_at": None, "asked_at__lte": reader.until}
    feedback, outcomes = Feedback.objects.filter(**mine), Outcome.objects.filter(**mine)
    if _stopped(reader, _MET):
        feedback = feedback.none()
    if _stopped(reader, _CAME):
        outcomes = outcomes.none()
    for one in feedback.select_related(*pair).order_by("pk"):
        # Who turned away from the other since is asked nothing more about them, here as in the mails.
        if (one.reminded_at or one.asked_at) > reader.since and reader.member in askable(one.introduction):
            name = one.introduction.other(reader.member).label
            yield Line(_("Did you meet %(name)s?") % {"name": name}, what=MET, thing=one)
    for one in outcomes.filter(asked_at__gt=reader.since).select_related(*pair).order_by("pk"):
        if reader.member in askable(one.introduction):
            name = one.introduction.other(reader.member).label
            yield Line(_("What came of meeting %(name)s?") % {"name": name}, what=CAME, thing=one)


def held_back(reader: Reader) -> Iterable[Line]:
    """What other mails of this category would have said: their subjects."""
    kinds = [kind for kind, place in mailings.PLACES.items() if place == reader.category and kind not in TOLD_AS_FACTS]
    rows = _gathered().filter(member=reader.member, kind__in=kinds)
    rows = rows.filter(created_at__gt=reader.since, created_at__lte=reader.until).order_by("created_at", "pk")
    yield from (Line(subject) for subject in rows.values_list("subject", flat=True))


Provider = Callable[[Reader], Iterable[Line]]
PROVIDERS: dict[str, tuple[Provider, ...]] = {
    Category.INTRODUCTIONS: (questions, after, made, held_back),
    Category.TABLES: (held_back,),
    Category.EVENTS: (held_back,),
    Category.NEWS: (held_back,),
}


def lines(member: Member, period: Period, now: dt.datetime) -> list[Line]:
    """All that the digest of `period` tells `member`, in the language that is active; empty when nothing is new."""
    found: list[Line] = []
    for chosen in MailPreference.objects.filter(member=member, pace__in=GATHERING).order_by("pk"):
        if period.is_for(chosen.pace):
            reader = Reader(member, chosen.category, _since(chosen, period), period.moment, now)
            found += [line for provider in PROVIDERS[chosen.category] for line in provider(reader)]
    return found if any(line.is_new for line in found) else []


def readers(period: Period) -> QuerySet[Member]:
    """Who may get the digest of `period` and has none yet."""
    paces = [pace for pace in GATHERING if period.is_for(pace)]
    chosen = MailPreference.objects.filter(member=OuterRef("pk"), pace__in=paces)
    sent = OutboxEmail.objects.filter(member=OuterRef("pk"), kind=DIGEST, key__endswith=f":{period.name}")
    return Member.objects.filter(Exists(chosen), ~Exists(sent), is_active=True).order_by("pk")


def cannot_wait(member: Member, closes_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether a question to `member` that closes then must be mailed by itself, though they gather. One query."""
    pace = mail_choices.paces(member)[Category.INTRODUCTIONS]
    return pace in GATHERING and not digest_days.can_wait(closes_at, pace, now)


def unasked(now: dt.datetime) -> list[OptIn]:
    """Questions that were held back for a digest and that no digest asks in time any more (F025: none is lost).

    Because the member reads at once again, or chose a rarer digest, or the digest could not be sent on its day.
    """
    about = Introduction._meta.label_lower
    mails = OutboxEmail.objects.filter(about_type=about, about_id=OuterRef("introduction"), member=OuterRef("member"))
    carried = OutboxEmail.objects.filter(
        member=OuterRef("member"), kind=DIGEST, created_at__gt=OuterRef("introduction__offered_at")
    ).exclude(state=State.WITHDRAWN)
    rows = (
        OptIn.objects.filter(
            Exists(mails.filter(kind=OPT_IN_REQUEST, state=State.WITHDRAWN, error=GATHERED)),
            ~Exists(mails.filter(kind=OPT_IN_REQUEST).exclude(state=State.WITHDRAWN, error=GATHERED)),
            ~Exists(carried),
            answer="",
            introduction__closes_at__gt=now,
        )
        .select_related("member", "introduction")
        .defer("introduction__parts", "introduction__runner_ups")
    )
    paces = mail_choices.paces_of({own.member_id for own in rows})

    def is_late(own: OptIn) -> bool:
        pace = paces.get(own.member_id, {}).get(Category.INTRODUCTIONS, Pace.INSTANT)
        return pace == Pace.INSTANT or (
            pace in GATHERING and not digest_days.can_wait(own.introduction.closes_at, pace, now)
        )

    return [own for own in rows if is_late(own)]


def _since(chosen: MailPreference, period: Period) -> dt.datetime:
    """Up to when this reader knows of this category: their last digest that told of it, or when they chose to gather.

    Before they chose, or changed, the pace of today every digest of theirs may have told of it.
    """
    rows = OutboxEmail.objects.filter(member=chosen.member_id, kind=DIGEST).exclude(state=State.WITHDRAWN)
    earlier = [digest_days.of(key.rpartition(":")[2]) for key in rows.values_list("key", flat=True)]
    told = [
        one.moment
        for one in earlier
        if one.moment < period.moment and (one.moment < chosen.changed_at or one.is_for(chosen.pace))
    ]
    return max(max(told, default=chosen.changed_at), period.moment - _LONGEST)


def _stopped(reader: Reader, kind: str) -> bool:
    """Whether the reader stopped mails of `kind` one by one: then no digest says what they would have said."""
    return suppressions.standing(reader.member.email, kind).exists()


def _gathered() -> QuerySet[OutboxEmail]:
    return OutboxEmail.objects.filter(state=State.WITHDRAWN, error=GATHERED)


def _held_back(member: Member) -> QuerySet[OutboxEmail]:
    """The questions to `member` that had no mail of their own."""
    return _gathered().filter(member=member, kind=OPT_IN_REQUEST, about_type=Introduction._meta.label_lower)
