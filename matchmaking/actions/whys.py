"""What happens when somebody says why not? Each reason has one effect, and none that the other side sees (F058).

| reason | effect |
|---|---|
| wrong_layer | the main layer of the other counts for less in this member's next rounds, until the reason changes |
| wrong_person | the page offers to hand the proposal over (hand_overs.py) |
| know_them | the two are remembered as acquaintances, and never proposed again (ties.py) |
| bad_timing | the no becomes a "not now", until the month that one would have proposed |
| competitor | the page offers to meet nobody of the other's organisation (exclusions.add_own) |
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.models import Member, Profile
from matchmaking import dates, rules
from matchmaking.actions import locks, ties
from matchmaking.errors import AnswerClosed, NotYours
from matchmaking.models import Introduction, LayerHint, OptIn
from matchmaking.queries import faces, joint_mails

Answer, Because = OptIn.Answer, OptIn.Because
ENDED = (Introduction.State.DECLINED, Introduction.State.WITHDRAWN)


@transaction.atomic
def say_why(*, introduction: Introduction, member: Member, because: str, now: dt.datetime) -> OptIn:
    """Store why one side said no (empty: takes the reason back), with its effect; that of the reason before goes.

    Changeable as long as the answer is. The same again changes nothing. Raises NotYours, AnswerClosed, or Refused when
    there is no such reason.
    """
    introduction = locks.introduction(introduction)
    rows = OptIn.objects.select_related("member", "face", "face_synergy")
    own = rows.filter(introduction=introduction, member=member).first()
    if own is None:
        raise NotYours(_("This proposal is not yours."))
    if because and because not in Because.values:
        raise Refused(_("Choose one of the reasons."))
    left = joint_mails.has_left(introduction)
    refuse_if(rules.why_not_say_why(introduction, own, now, joint_mail_left=left), AnswerClosed)
    if because == own.because:
        return own
    take_back(own)
    own.because, own.answer, own.not_now_until = because, Answer.NO, None
    if because == Because.BAD_TIMING:
        own.answer = Answer.NOT_NOW
        own.not_now_until = dates.first_of_month(dates.local_day(now), dates.NOT_NOW_MONTHS)
    own.save(update_fields=["because", "answer", "not_now_until"])
    if because == Because.WRONG_LAYER and (layer := _layer_of_the_other(own, introduction)):
        LayerHint.objects.get_or_create(member=member, layer_id=layer, defaults={"since": now})
    if introduction.state in ENDED:
        ties.remember(introduction, now=now)
    return own


def take_back(own: OptIn) -> None:
    """Forget the reason of this answer, with its effect; not saved. What another answer taught as well stays."""
    if own.because == Because.WRONG_LAYER:
        rows = OptIn.objects.filter(member=own.member_id, because=Because.WRONG_LAYER).exclude(pk=own.pk)
        others = rows.select_related("introduction", "face", "face_synergy")
        still = {_layer_of_the_other(one, one.introduction) for one in others}
        layer = _layer_of_the_other(own, own.introduction)
        if layer not in still:
            LayerHint.objects.filter(member=own.member_id, layer=layer).delete()
    own.because = ""


def _layer_of_the_other(own: OptIn, introduction: Introduction) -> int | None:
    """The main layer of the person this side was asked about."""
    pair = faces.seen_by(own, introduction).numbers
    other = Profile.objects.filter(member__in=pair).exclude(member=own.member_id)
    return other.values_list("primary_layer", flat=True).first()
