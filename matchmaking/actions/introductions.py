"""What happens to an introduction? It is offered, answered by both, made or ended; or taken back before.

Every action locks the Introduction row first and the two Profile rows after it (locks.py), so that answers, pauses and
offers take turns. Moves that answers cause are recorded as the system's own: history tells nobody who said
what.
"""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from corridor import failpoints, outbox
from corridor.errors import Refused, refuse_if
from corridor.lifecycle import IllegalMove, advance
from corridor.models import Ask, Member, OutboxEmail
from matchmaking import dates, emails, rules
from matchmaking.actions import locks, silences, ties, whys
from matchmaking.errors import AnswerClosed, NotYours, RoundNotReady
from matchmaking.models import Introduction, OptIn, Round
from matchmaking.queries import excuses, joint_mails
from matchmaking.queries.stops import is_hindered, who_unwished

State, Answer = Introduction.State, OptIn.Answer
BY_ANSWERS = "answers"
UNMADE = {"made_at": None, "venue": None, "excuse": {}}


@transaction.atomic
def offer(*, introduction: Introduction, now: dt.datetime) -> Introduction:
    """Ask both, if both still may be asked; else drop the proposal with a reason. proposed -> offered | dropped.

    Looked at again under the locks: eligibility, both budgets, everything that bars the pair. On a weekend or holiday
    the questions wait for the next working morning, from which the deadline counts (F014). Harmless to repeat: what is
    no longer proposed comes back as it is. Raises RoundNotReady while the round is not approved.
    """
    introduction = locks.introduction(introduction)
    if introduction.state != State.PROPOSED:
        return introduction
    if introduction.round.state != Round.State.APPROVED:
        raise RoundNotReady(_("This round has not been approved."))
    locks.profiles(introduction)
    if because := rules.why_not_offer(introduction, now):
        advance(introduction, to=State.DROPPED, by=None, now=now, because=because)
        return introduction
    closes_at = dates.deadline(offered_at=now, seed=introduction.round.seed, number=introduction.pk)
    advance(introduction, to=State.OFFERED, by=None, now=now, offered_at=now, closes_at=closes_at)
    for member in introduction.members:
        opt_in = OptIn.objects.create(introduction=introduction, member=member)
        Ask.objects.create(member=member, kind=Ask.Kind.INTRODUCTION, about_id=introduction.pk, asked_at=now)
        emails.opt_in_request(introduction=introduction, opt_in=opt_in, now=now, due_at=dates.working_moment(now))
    return introduction


@transaction.atomic
def answer(
    *, introduction: Introduction, member: Member, answer: str, now: dt.datetime, not_now_until: dt.date | None = None
) -> Introduction:
    """Store one side's answer ("yes", "not_now" with its month, "no"); the second yes makes the introduction.

    On the second yes: offered -> made, and the two joint mails, due when the undo window ends. A no before one of them
    has left stops both: made -> declined. Any other no moves nothing before the deadline, so that nobody can see it.
    Saying the same again changes nothing. Raises NotYours, AnswerClosed (too late, or a yes once taken back), or
    Refused when the member paused, or when the month of a "not now" cannot be chosen.
    """
    introduction = locks.introduction(introduction)
    own = OptIn.objects.filter(introduction=introduction, member=member).select_related("member").first()
    if own is None:
        raise NotYours(_("This proposal is not yours."))
    failpoints.reach("K4")
    if answer not in Answer.values:
        raise Refused(_("Choose yes, not now or no."))
    until = _month(answer, not_now_until, now)
    if (answer, until) != (own.answer, own.not_now_until):
        left = joint_mails.has_left(introduction)
        refuse_if(rules.why_not_answer(introduction, own, answer, now, joint_mail_left=left), AnswerClosed)
        locks.profiles(introduction)
        if answer == Answer.YES:
            refuse_if(rules.why_not_yes(member, now))
        whys.take_back(own)  # the reason was that of the answer before
        _store(own, answer, until, now)
        if introduction.state == State.MADE:
            _undo(introduction, now)
    elif answer == Answer.YES:
        locks.profiles(introduction)
    if introduction.state == State.OFFERED and now < introduction.closes_at:
        _make_if_both(introduction, now)
    elif introduction.state in (State.DECLINED, State.WITHDRAWN):
        ties.remember(introduction, now=now)
    return introduction


@transaction.atomic
def expire(*, introduction: Introduction, now: dt.datetime) -> Introduction:
    """End what has not been made by its deadline, and tell whoever said yes in vain; neither learns why.

    offered -> declined when somebody said no or not now, else expired. What ended earlier is only told now, so that
    every end looks the same from either side; whoever does not want the other any more is told nothing. A yes in vain
    is given back to the budget, whatever the other said. Whoever let three questions in a row go by is put on a pause
    (F059). Before its time, or twice, it does nothing.
    """
    introduction = locks.introduction(introduction)
    if introduction.settled_at or not introduction.closes_at or now < dates.settles_at(introduction.closes_at):
        return introduction
    answers = {own.member: own.answer for own in introduction.opt_ins.select_related("member").order_by("member_id")}
    if introduction.state == State.MADE:  # somebody may have stopped a moment ago, and is over with the others
        introduction = stand_down(introduction=introduction, now=now)
    if introduction.state == State.OFFERED:
        refused = not {Answer.NO, Answer.NOT_NOW}.isdisjoint(answers.values())
        advance(introduction, to=State.DECLINED if refused else State.EXPIRED, by=None, now=now, because="deadline")
        ties.remember(introduction, now=now)
    if introduction.state != State.MADE:
        unwished = who_unwished(introduction)  # they know, and a mail less for them is what a late no makes too (F003)
        for member, said in answers.items():
            if said == Answer.YES:
                locks.asks(introduction, member).update(given_back_at=now)
            if said == Answer.YES and member.pk not in unwished:
                emails.did_not_come_about(introduction=introduction, member=member, now=now)
    locks.profiles(introduction)
    for member, said in answers.items():
        if said == "":
            silences.pause_after_three(member=member, introduction=introduction, now=now)
    failpoints.reach("K12")
    Introduction.objects.filter(pk=introduction.pk).update(settled_at=now)
    introduction.settled_at = now
    return introduction


@transaction.atomic
def complete(*, introduction: Introduction, now: dt.datetime) -> Introduction:
    """Make what both said yes to while one was on a pause that is over now. offered -> made, until the deadline.

    Where a yes is missing, or one of the two still has stopped, it does nothing.
    """
    introduction = locks.introduction(introduction)
    if introduction.state == State.OFFERED and now < introduction.closes_at:
        locks.profiles(introduction)
        _make_if_both(introduction, now)
    return introduction


@transaction.atomic
def stand_down(*, introduction: Introduction, now: dt.datetime) -> Introduction:
    """Unmake what one of the two stopped before the joint mail left: their last word counts (R-07). made -> declined.

    The other side sees what silence would have shown. When a mail has left, or nobody stopped, it does nothing.
    """
    introduction = locks.introduction(introduction)
    if introduction.state != State.MADE:
        return introduction
    locks.profiles(introduction)
    mails = joint_mails.states(introduction)
    overtaken = OutboxEmail.State.WITHDRAWN in mails or is_hindered(introduction, now=now)
    if not joint_mails.none_left(mails) or not overtaken:
        return introduction
    if outbox.withdraw(about=introduction, now=now, because="somebody stopped", kinds=[emails.INTRODUCTION_MADE]):
        advance(
            introduction, to=State.DECLINED, by=None, now=now, because="stopped", made_at=None, venue=None, excuse={}
        )
        ties.remember(introduction, now=now)
    return introduction


@transaction.atomic
def drop(*, introduction: Introduction, by: Member, because: str, now: dt.datetime) -> Introduction:
    """An organiser sets a proposal aside, with a reason, before anybody was asked. proposed -> dropped.

    It is not proposed again in this round. Raises Refused (not theirs, no reason) or IllegalMove (already asked).
    """
    introduction = locks.introduction(introduction)
    refuse_if(rules.why_not_handle(introduction, by))
    _demand(because)
    advance(introduction, to=State.DROPPED, by=by, now=now, because=because)
    return introduction


@transaction.atomic
def withdraw(*, introduction: Introduction, by: Member, because: str, now: dt.datetime) -> Introduction:
    """An organiser takes an introduction back. offered -> withdrawn; made -> withdrawn until the joint mail has left.

    Mails not yet sent are stopped. Both sides see what they would see if the other had stayed silent. Raises Refused
    (not theirs, no reason, or the mail has left) or IllegalMove.
    """
    introduction = locks.introduction(introduction)
    refuse_if(rules.why_not_handle(introduction, by))
    _demand(because)
    if introduction.state == State.MADE:
        _stop_joint_mails(introduction, now)
    elif introduction.state == State.OFFERED:
        outbox.stop(about=introduction, now=now, because="taken back", kinds=[emails.OPT_IN_REQUEST])
    else:
        raise IllegalMove(_("That is no longer possible."))
    advance(introduction, to=State.WITHDRAWN, by=by, now=now, because=because, **UNMADE)
    ties.remember(introduction, now=now)
    return introduction


def _month(answer: str, until: dt.date | None, now: dt.datetime) -> dt.date | None:
    if answer != Answer.NOT_NOW:
        return None
    until = until or dates.first_of_month(dates.local_day(now), dates.NOT_NOW_MONTHS)
    refuse_if(rules.why_not_month(until, now))
    return until


def _store(own: OptIn, answer: str, until: dt.date | None, now: dt.datetime) -> None:
    if own.answer == Answer.YES:
        own.taken_back_at = now
    own.answer, own.not_now_until, own.answered_at = answer, until, now
    own.save(update_fields=["answer", "not_now_until", "answered_at", "taken_back_at", "because"])


def _make_if_both(introduction: Introduction, now: dt.datetime) -> None:
    if any(own.answer != Answer.YES for own in introduction.opt_ins.all()):
        return
    if is_hindered(introduction, now=now):
        return  # stays as it is until the deadline, so the one who said yes sees silence
    excuse = excuses.choose(introduction, now=now)
    found = {"venue": excuse.venue, "excuse": excuse.facts}
    advance(introduction, to=State.MADE, by=None, now=now, because=BY_ANSWERS, made_at=now, **found)
    ties.remember(introduction, now=now)
    for member in introduction.members:
        emails.introduction_made(introduction=introduction, member=member, now=now, due_at=now + dates.UNDO)
    transaction.on_commit(lambda: failpoints.reach("K6"))


def _undo(introduction: Introduction, now: dt.datetime) -> None:
    _stop_joint_mails(introduction, now)
    advance(introduction, to=State.DECLINED, by=None, now=now, because=BY_ANSWERS, **UNMADE)


def _stop_joint_mails(introduction: Introduction, now: dt.datetime) -> None:
    if not outbox.withdraw(about=introduction, now=now, because="taken back", kinds=[emails.INTRODUCTION_MADE]):
        raise AnswerClosed(_("You have been introduced; the mail to both of you has left."))


def _demand(because: str) -> None:
    if not because.strip():
        raise Refused(_("Give a reason; it stays in the history."))
