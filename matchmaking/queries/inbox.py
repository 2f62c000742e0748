"""What may one side see of an introduction? The one place that decides it, and a member's introductions in that light.

It depends on the member's own answer, on whether the joint mail has left, and on the deadline: never on what the other
said, did or stopped doing, nor on whether they passed it on (F003, R-08). Other people's answers are not even loaded.
What came to nothing names nobody any more, whoever it was about: so it reads the same when that person is gone (F050).
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from django.db.models import OuterRef, QuerySet, Subquery

from corridor.models import Member
from matchmaking.dates import settles_at
from matchmaking.models import HandOver, Introduction, OptIn, Round
from matchmaking.queries import acquaintance, faces, joint_mails
from matchmaking.queries.acquaintance import Contact, Side

ASKED, WAITING, MADE, LAPSED = "asked", "waiting", "made", "lapsed"
# How a side sees the introduction; where nothing is said, with whom it was asked about.
SHOWN: dict[str, Callable[[OptIn], Introduction]] = {MADE: attrgetter("introduction"), LAPSED: faces.nameless}
LONGEST = 100  # at two a month: the last four years


@dataclass(frozen=True, slots=True)
class Seen:
    """An introduction as one side sees it: `introduction` may be a copy with the person this side was asked about.

    `contact` is there only once it was made and the mail has left; so is `took_over`, that the other was not the one
    this side was asked about.
    """

    introduction: Introduction
    own: OptIn
    mine: Side
    other: Side
    standing: str
    contact: Contact | None
    took_over: bool = False

    @property
    def key(self) -> str:
        """The name of the standing in the table of state words."""
        return f"standing.{self.standing}"


def standing(introduction: Introduction, member: Member, now: dt.datetime, own: OptIn | None = None) -> str:
    """Where `member` stands: "asked", "waiting" (answered, nothing to see yet), "made" or "lapsed".

    Made is what a joint mail has left about, whatever the clock says: until then both still wait, since either may yet
    stop it, and so does whoever's partner did (R-07). `own` is a row of asked(), for whoever has it already.
    """
    own = own or asked(member).get(introduction=introduction)
    if introduction.state == Introduction.State.MADE and own.joint_mail_left:
        return MADE
    if not own.answer:
        return ASKED if now < introduction.closes_at else LAPSED
    return WAITING if now < settles_at(introduction.closes_at) else LAPSED


def asked(member: Member) -> QuerySet[OptIn]:
    """What `member` was ever asked, newest first: their own answers with the introductions; nobody else's answers.

    `passed_on_by` is the name of the colleague who handed it over, if one did.
    """
    passed_on = HandOver.objects.filter(introduction=OuterRef("introduction"), taker=OuterRef("member"))
    return (
        OptIn.objects.filter(member=member)
        .annotate(joint_mail_left=joint_mails.left("introduction"))
        .annotate(passed_on_by=Subquery(passed_on.values("giver__name")[:1]))
        .select_related(
            "face",
            "face_synergy",
            "introduction__round",
            "introduction__member_a",
            "introduction__member_b",
            "introduction__synergy",
            "introduction__venue__region",
        )
        .defer("introduction__round__pool", "introduction__round__certificate")
        .order_by("-introduction__offered_at", "-introduction_id")
    )


def inbox(member: Member, now: dt.datetime) -> dict[str, list[Seen]]:
    """The last hundred introductions of `member`, by standing. Three queries, however many there are."""
    seen: dict[str, list[Seen]] = {ASKED: [], WAITING: [], MADE: [], LAPSED: []}
    for one in see(asked(member)[:LONGEST], member, now):
        seen[one.standing].append(one)
    return seen


def see(rows: Iterable[OptIn], member: Member, now: dt.datetime) -> list[Seen]:
    """Some rows of asked() as `member` may see them. Two queries beside the rows' own."""
    where = [(own, standing(own.introduction, member, now, own)) for own in rows]
    shown = [SHOWN.get(stands, faces.seen_by)(own) for own, stands in where]
    named = [pair.other(member) for (_own, stands), pair in zip(where, shown, strict=True) if stands != LAPSED]
    sides = acquaintance.sides_of([member, *named])

    def one(own: OptIn, stands: str, introduction: Introduction) -> Seen:
        whom, made = introduction.other(member), stands == MADE
        other = Side(whom) if stands == LAPSED else sides[whom.pk]
        card = acquaintance.card_of(other) if made else None
        return Seen(introduction, own, sides[member.pk], other, stands, card, made and own.face_id is not None)

    return [one(own, stands, introduction) for (own, stands), introduction in zip(where, shown, strict=True)]


def next_round(now: dt.datetime) -> Round | None:
    """The round that comes next, over whatever scope. One query."""
    coming = Round.objects.filter(state=Round.State.PLANNED, planned_for__gte=now).defer("pool", "certificate")
    return coming.order_by("planned_for").first()
