"""What does an introduction leave behind? One tie, which says when the pair may be proposed again (F008).

A second one, once either of the two said that they met: it bars nothing more, and says nothing of who said so.
"""

import datetime as dt

from django.db.models import QuerySet

from matchmaking.dates import EXPIRED_BARS_MONTHS, add_months, local_day
from matchmaking.models import Feedback, Introduction, OptIn, Tie


def remember(introduction: Introduction, *, now: dt.datetime) -> None:
    """Make the tie say how the introduction stands now; what an earlier answer left behind is replaced.

    Introduced and refused bar forever, an end without answer six months, a "not now" until its month; a second
    "not now" of the same pair bars forever. In a transaction, with the introduction locked.
    """
    kind, until = _outcome(introduction, now)
    own = _of(introduction)
    own.exclude(kind__in=(kind, Tie.Kind.MET)).delete()
    Tie.objects.update_or_create(
        member_a_id=introduction.member_a_id,
        member_b_id=introduction.member_b_id,
        kind=kind,
        source_type=introduction._meta.label_lower,
        source_id=introduction.pk,
        defaults={"bars_until": until},
        create_defaults={"bars_until": until, "at": now},
    )


def remember_met(introduction: Introduction, *, now: dt.datetime) -> None:
    """Make the tie say whether they met: as long as one of the two says so. In a transaction, introduction locked."""
    if introduction.feedback.exclude(answer__in=("", Feedback.Answer.NOT_MET)).exists():
        Tie.objects.get_or_create(
            member_a_id=introduction.member_a_id,
            member_b_id=introduction.member_b_id,
            kind=Tie.Kind.MET,
            source_type=introduction._meta.label_lower,
            source_id=introduction.pk,
            defaults={"at": now},
        )
    else:
        _of(introduction).filter(kind=Tie.Kind.MET).delete()


def _outcome(introduction: Introduction, now: dt.datetime) -> tuple[str, dt.date | None]:
    if introduction.state == Introduction.State.MADE:
        return Tie.Kind.INTRODUCED, None
    said = list(introduction.opt_ins.all())
    if any(own.answer == OptIn.Answer.NO for own in said):
        return Tie.Kind.REFUSED, None
    months = [own.not_now_until for own in said if own.answer == OptIn.Answer.NOT_NOW]
    if months:
        return Tie.Kind.NOT_NOW, None if _said_before(introduction) else max(months)
    return Tie.Kind.EXPIRED, add_months(local_day(now), EXPIRED_BARS_MONTHS)


def _said_before(introduction: Introduction) -> bool:
    pair = Tie.objects.filter(member_a=introduction.member_a_id, member_b=introduction.member_b_id)
    return pair.filter(kind=Tie.Kind.NOT_NOW).exclude(pk__in=_of(introduction).values("pk")).exists()


def _of(introduction: Introduction) -> QuerySet[Tie]:
    return Tie.objects.filter(source_type=introduction._meta.label_lower, source_id=introduction.pk)
