"""What does an introduction leave behind? One tie, which says when the pair may be proposed again (F008).

A second one, once either of the two said that they met: it bars nothing more, and says nothing of who said so.
"""

import datetime as dt

from django.db.models import QuerySet

from matchmaking.dates import EXPIRED_BARS_MONTHS, add_months, local_day
from matchmaking.models import Feedback, Introduction, OptIn, Tie

Pair = tuple[int, int]
Outcome = tuple[str, dt.date | None]
Answer, Because = OptIn.Answer, OptIn.Because


def remember(introduction: Introduction, *, now: dt.datetime) -> None:
    """Make the tie say how the introduction stands now; what an earlier answer left behind is replaced.

    Introduced and refused bar forever, an end without answer six months, a "not now" until its month. A pair that came
    back after a "not now" never comes back again (F012). In a transaction, with the introduction locked.
    """
    wanted = {introduction.numbers: _outcome(introduction, now)} | _of_faces(introduction, now)
    for tie in _of(introduction).exclude(kind=Tie.Kind.MET):
        if wanted.get((tie.member_a_id, tie.member_b_id), ("", None))[0] != tie.kind:
            tie.delete()
    for (a, b), (kind, until) in wanted.items():
        Tie.objects.update_or_create(
            member_a_id=a,
            member_b_id=b,
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


def _outcome(introduction: Introduction, now: dt.datetime) -> Outcome:
    if introduction.state == Introduction.State.MADE:
        return Tie.Kind.INTRODUCED, None
    said = list(introduction.opt_ins.all())
    if any(_knows(own) and own.face_id is None for own in said):
        return Tie.Kind.KNEW, None
    if any(own.answer == Answer.NO for own in said):
        return Tie.Kind.REFUSED, None
    months = [own.not_now_until for own in said if own.answer == Answer.NOT_NOW]
    return _later(introduction, introduction.numbers, max(months, default=None), now)


def _of_faces(introduction: Introduction, now: dt.datetime) -> dict[Pair, Outcome]:
    """Whoever was asked about somebody who then passed it on: what this side said was about that person (F056).

    Only their own answer counts, as in everything they may notice; who was introduced to a colleague instead has
    nothing with the first person.
    """
    if introduction.state == Introduction.State.MADE:
        return {}
    found: dict[Pair, Outcome] = {}
    for own in introduction.opt_ins.exclude(face=None):
        pair = (min(own.member_id, own.face_id), max(own.member_id, own.face_id))
        if own.answer == Answer.NO:
            found[pair] = (Tie.Kind.KNEW if _knows(own) else Tie.Kind.REFUSED, None)
        else:
            found[pair] = _later(introduction, pair, own.not_now_until, now)
    return found


def _knows(own: OptIn) -> bool:
    return own.answer == Answer.NO and own.because == Because.KNOW_THEM


def _later(introduction: Introduction, pair: Pair, month: dt.date | None, now: dt.datetime) -> Outcome:
    """A "not now" until that month, or no answer at all; for good when it was already the second time."""
    before = Tie.objects.filter(member_a=pair[0], member_b=pair[1], kind=Tie.Kind.NOT_NOW)
    for_good = before.exclude(pk__in=_of(introduction).values("pk")).exists()
    kind = Tie.Kind.NOT_NOW if month else Tie.Kind.EXPIRED
    until = month or add_months(local_day(now), EXPIRED_BARS_MONTHS)
    return kind, None if for_good else until


def _of(introduction: Introduction) -> QuerySet[Tie]:
    return Tie.objects.filter(source_type=introduction._meta.label_lower, source_id=introduction.pk)
