"""What do two who were introduced do together? Started by either, worded by both, public once each released it.

Every action locks the Introduction row first, so that the two sides take turns. The history says who did what: the two
know it of each other, and organisers may read it.
"""

import datetime as dt
import hashlib

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Overtaken, Refused, refuse_if
from corridor.lifecycle import record
from corridor.models import Member, Synergy
from matchmaking import after_rules
from matchmaking.actions import locks
from matchmaking.errors import NotYours
from matchmaking.models import Collaboration, Introduction
from matchmaking.queries import joint_mails

Stage = Collaboration.Stage


@transaction.atomic
def start(
    *, introduction: Introduction, member: Member, line: str, synergy: Synergy | None, stage: str, now: dt.datetime
) -> Collaboration:
    """Write down what the two do together; nobody else sees it yet.

    Raises NotYours (not one of the two, or not introduced), Refused (no words, no such stage, or there is one already).
    """
    introduction = _of_the_two(introduction, member)
    refuse_if(after_rules.why_not_start(line, Collaboration.objects.filter(introduction=introduction).exists()))
    _demand(stage)
    started = Collaboration.objects.create(
        introduction=introduction, line=line, synergy=synergy, stage=stage, started_at=now, changed_at=now
    )
    record(started, action="started", by=member, now=now, to=stage)
    return started


@transaction.atomic
def change(
    *, introduction: Introduction, member: Member, line: str, synergy: Synergy | None, stage: str, now: dt.datetime
) -> bool:
    """Change the words, the synergy or the stage, by either side; whether that took a release back.

    New words or another synergy take both releases back: nobody released those. A stage may move any way and takes
    nothing back. Raises NotYours, or Refused (no words, no such stage).
    """
    introduction = _of_the_two(introduction, member)
    one = _found(introduction)
    refuse_if(after_rules.why_not_start(line, exists=False))
    _demand(stage)
    taken_back = False
    if stage != one.stage:
        record(one, action="moved", by=member, now=now, was=one.stage, to=stage)
        one.stage = stage
    if (line, synergy) != (one.line, one.synergy):
        taken_back = bool(one.released_a_at or one.released_b_at)
        one.line, one.synergy, one.changed_at = line, synergy, now
        one.released_a_at = one.released_b_at = None
        record(one, action="edited", by=member, now=now)
    one.save()
    return taken_back


@transaction.atomic
def release(*, introduction: Introduction, member: Member, as_of: str, now: dt.datetime) -> Collaboration:
    """Release the words that stand, for this side; public once the other has as well. Harmless to repeat.

    `as_of` says which words the member read. Raises NotYours, or Overtaken when they were changed meanwhile.
    """
    introduction = _of_the_two(introduction, member)
    one = _found(introduction)
    if as_of != words_of(one):
        raise Overtaken(_("The words were changed just now. Read them again before you release them."))
    side = _side(introduction, member)
    if getattr(one, side) is None:
        setattr(one, side, now)
        one.save(update_fields=[side])
        record(one, action="released", by=member, now=now)
    return one


@transaction.atomic
def take_back(*, introduction: Introduction, member: Member, now: dt.datetime) -> Collaboration:
    """Take this side's release back; it is not public any more. Harmless to repeat. Raises NotYours."""
    introduction = _of_the_two(introduction, member)
    one = _found(introduction)
    side = _side(introduction, member)
    if getattr(one, side) is not None:
        setattr(one, side, None)
        one.save(update_fields=[side])
        record(one, action="release taken back", by=member, now=now)
    return one


def words_of(collaboration: Collaboration) -> str:
    """A mark of what a release is about, the words and the synergy: other words have another one."""
    return hashlib.sha256(f"{collaboration.synergy_id}:{collaboration.line}".encode()).hexdigest()[:32]


def _of_the_two(introduction: Introduction, member: Member) -> Introduction:
    introduction = locks.introduction(introduction)
    if member.pk not in introduction.numbers or not joint_mails.has_left(introduction):
        raise NotYours(_("You have not been introduced."))
    return introduction


def _found(introduction: Introduction) -> Collaboration:
    one = Collaboration.objects.filter(introduction=introduction).select_related("synergy").first()
    if one is None:
        raise NotYours(_("There is no collaboration of you two yet."))
    return one


def _side(introduction: Introduction, member: Member) -> str:
    return "released_a_at" if introduction.member_a_id == member.pk else "released_b_at"


def _demand(stage: str) -> None:
    if stage not in Stage.values:
        raise Refused(_("Choose idea, pilot or scaled up."))
