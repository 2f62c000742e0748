"""What happens when somebody says "not me, but my colleague"? The question starts anew with that colleague (F056).

The introduction keeps its number and its deadline; one of its two members changes. The giver is out of it: no answer,
no mail, no tie. The other side sees no difference until a joint mail has left (queries/faces.py).
"""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from corridor import lifecycle, outbox
from corridor.errors import Refused, refuse_if
from corridor.models import Ask, Member
from corridor.queries.standing import standing
from matchmaking import dates, emails, rules
from matchmaking.actions import locks, proposals, whys
from matchmaking.errors import NotYours
from matchmaking.models import HandOver, Introduction, OptIn
from matchmaking.queries import colleagues, faces


@transaction.atomic
def hand_over(*, introduction: Introduction, giver: Member, taker: Member, now: dt.datetime) -> Introduction:
    """Put `taker`, a colleague of `giver`, in the place of `giver`, and ask them. Out: the introduction as it is now.

    Raises NotYours, or Refused: the giver said yes, too late, passed on twice, or the colleague does not fit. That last
    sentence is the same whatever is in the way, so that it tells nothing about the other side.
    """
    introduction = locks.introduction(introduction)
    rows = OptIn.objects.select_related("introduction", "member", "face", "face_synergy")
    own = rows.filter(introduction=introduction, member=giver).first()
    if own is None:
        raise NotYours(_("This proposal is not yours."))
    own.introduction = introduction
    locks.profiles(introduction, taker)
    steps = faces.steps(introduction, giver)
    refuse_if(rules.why_not_hand_over(introduction, own, now, steps=len(steps)))
    other = introduction.other(giver)
    asked_about = [other] if own.face_id is None else [other, own.face]
    if introduction.state != Introduction.State.OFFERED or taker not in colleagues.who_could_take_over(own, steps, now):
        raise _not_fitting(taker)
    if own.face_id is not None:  # the list was made for the person this side was asked about
        found = standing([taker.pk, other.pk], now=now)
        if colleagues.barred({taker.pk: found[taker.pk]}, found.get(other.pk), introduction, now):
            raise _not_fitting(taker)
    drafts = proposals.drafts(introduction.round, [(taker.pk, one.pk) for one in asked_about], now)
    if None in drafts:
        raise _not_fitting(taker)
    _keep_the_face(introduction, giver, other)
    whys.take_back(own)
    own.delete()
    try:
        with transaction.atomic():
            _replace(introduction, drafts[0])
    except IntegrityError as error:  # another round proposed them in this very moment
        raise _not_fitting(taker) from error
    HandOver.objects.create(introduction=introduction, giver=giver, taker=taker, at=now)
    fresh = OptIn(introduction=introduction, member=taker)
    if own.face_id is not None:
        fresh.face, fresh.face_reasons, fresh.face_synergy_id = own.face, drafts[1].reasons, drafts[1].synergy_id
    fresh.save()
    Ask.objects.create(member=taker, kind=Ask.Kind.INTRODUCTION, about_id=introduction.pk, asked_at=now)
    # By nobody: an organiser sees that it happened in the pair itself, and from whom is not theirs to read.
    lifecycle.record(introduction, action="handed over", by=None, now=now)
    waiting = [emails.OPT_IN_REQUEST, emails.REMINDER]
    outbox.stop(about=introduction, now=now, because="passed on", kinds=waiting, to=giver.pk)
    emails.opt_in_request(
        introduction=introduction, opt_in=fresh, now=now, due_at=dates.working_moment(now), passed_on_by=giver
    )
    return introduction


def _not_fitting(taker: Member) -> Refused:
    sentence = _("%(name)s cannot take this over now. Choose somebody else, or answer yourself.")
    return Refused(sentence % {"name": taker.first_name})


def _keep_the_face(introduction: Introduction, giver: Member, other: Member) -> None:
    """The other side goes on seeing the first person it was asked about, with the reasons it read."""
    theirs = OptIn.objects.filter(introduction=introduction, member=other, face=None)
    theirs.update(face=giver, face_reasons=introduction.reasons, face_synergy=introduction.synergy_id)


def _replace(introduction: Introduction, draft: Introduction) -> None:
    """Write the new pair and what speaks for it into the row."""
    fields = ["member_a", "member_b", "score", "parts", "reasons", "synergy"]
    for name in fields:
        column = Introduction._meta.get_field(name).attname
        setattr(introduction, column, getattr(draft, column))
    introduction.runner_ups = []
    introduction.save(update_fields=[*fields, "runner_ups"])
    introduction.refresh_from_db(fields=["member_a", "member_b", "synergy"])
