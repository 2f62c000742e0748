"""What happens to a round? Planned, frozen, computed, approved, closed; or cancelled before anybody was asked.

Computing is the one slow step. A worker claims the round with a lease first and computes outside any transaction; when
it dies, the lease runs out and the next one starts again from the stored pool, with the same result (F023).
"""

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from corridor import failpoints
from corridor.errors import Overtaken, refuse_if
from corridor.lifecycle import IllegalMove, advance, record
from corridor.models import Member, Region
from matchmaking import engine, rules
from matchmaking.actions import introductions, proposals, round_parts
from matchmaking.engine.context import Context
from matchmaking.engine.explain import explain
from matchmaking.engine.results import Proposal, Result
from matchmaking.engine.shapes import Pool
from matchmaking.errors import RoundBusy, RoundNotReady, RoundTaken
from matchmaking.models import Introduction, Round
from matchmaking.queries.candidates import pool_of

State = Round.State
ALL = "all"


def plan(
    *,
    period: str,
    planned_for: dt.datetime,
    regions: Sequence[Region] = (),
    auto_approve_at: dt.datetime | None = None,
    coverage_first: bool = False,
    long_shots: int = Round.USUAL_LONG_SHOTS,
    by: Member | None,
    now: dt.datetime,
) -> Round:
    """Write down a round of `period` over `regions` (none: all), to run at `planned_for`. by=None is the schedule.

    coverage_first: nobody gets a second introduction before everybody who can has one (F010). long_shots: percent of
    the proposals marked as the least obvious (F064). Raises RoundTaken when the scope has a round of that period, or
    one that is still open; the database itself forbids a second one, so that any number of schedulers make one (R-06).
    Raises Refused when `by` organises none of it, or for a share of long shots out of bounds.
    """
    refuse_if(rules.why_not_organise(by, regions))
    refuse_if(rules.why_not_long_shots(long_shots))
    scope_key = ",".join(sorted(region.slug for region in regions)) or ALL
    try:
        with transaction.atomic():
            round = Round.objects.create(
                period=period,
                scope_key=scope_key,
                planned_for=planned_for,
                auto_approve_at=auto_approve_at,
                coverage_first=coverage_first,
                long_shots=long_shots,
                state_since=now,
                created_by=by,
            )
            round.regions.set(regions)
            record(round, action="planned", to=State.PLANNED, by=by, now=now)
    except IntegrityError as error:
        raise RoundTaken(_("There is already a round of this period, or one that is still open.")) from error
    return round


@transaction.atomic
def freeze(*, round: Round, by: Member | None, now: dt.datetime) -> Round:
    """Store everything the result depends on: pool, weights, seed, engine version. planned | proposed -> frozen.

    From proposed it means "propose again": what was dropped, excluded or changed since counts. A frozen round comes
    back as it is. Raises RoundNotReady or Refused.
    """
    round = _locked(round)
    if round.state == State.FROZEN:
        return round
    if round.state not in (State.PLANNED, State.PROPOSED):
        raise RoundNotReady(_("This round can no longer be computed."))
    refuse_if(rules.why_not_organise(by, round.regions.all()))
    pool = pool_of(round, now)
    advance(
        round,
        to=State.FROZEN,
        by=by,
        now=now,
        pool=pool.to_json(),
        pool_hash=pool.hash(),
        seed=pool.seed,
        engine_version=pool.version,
        pairs_hash="",
        certificate=None,
        claimed_until=None,
    )
    return round


def propose(*, round: Round, now: dt.datetime) -> Round:
    """Let the engine choose the pairs from the stored pool and save them as proposals. frozen -> proposed.

    Not inside a transaction of its own making: claim, compute, save. Proposals of an earlier run are replaced, never
    added to; a round that has its proposals comes back as it is. Raises RoundBusy while another worker computes it or
    when one took over, RoundNotReady when it is not frozen.
    """
    round = Round.objects.get(pk=round.pk)
    if round.state == State.PROPOSED:
        return round
    if round.state != State.FROZEN:
        raise RoundNotReady(_("Close the pool of this round first."))
    _claim(round)
    round.refresh_from_db(fields=["claim"])
    result = round_parts.run(round)
    failpoints.reach("K1")
    with transaction.atomic():
        round = _save(round, result, now)
    failpoints.reach("K3")
    return round


@transaction.atomic
def swap(
    *, introduction: Introduction, runner_up: tuple[int, int], by: Member, because: str, now: dt.datetime
) -> Introduction:
    """Set a proposal aside and propose one of its runner-up pairs instead. Out: the new proposal of the same round.

    `runner_up`: the two members' numbers, the lower one first, as in introduction.runner_ups. Every guard is asked
    again, of the stored pool and of today (F069). Nothing leaves by it: the round still waits for its approval (F011).
    Raises Refused (not theirs, no reason, a guard) or IllegalMove (not a proposal, or the round is not being read).
    """
    round = Round.objects.select_for_update(of=("self",)).defer("certificate").get(pk=introduction.round_id)
    if round.state != State.PROPOSED:
        raise IllegalMove(_("That is no longer possible."))
    introduction = introductions.drop(introduction=introduction, by=by, because=because, now=now)
    refuse_if(rules.why_not_runner_up(introduction, runner_up, by))
    pool = Pool.from_json(round.pool)
    context = Context.of(pool)
    refuse_if(rules.why_not_propose(round, runner_up, context, now))
    a, b = (next(one for one in pool.candidates if one.id == pk) for pk in runner_up)
    score = engine.score_pair(a, b, pool, context)
    reasons, synergy = explain(a, b, score, context)
    dared = any(
        score.parts["relevance"] <= parts["relevance"]
        for parts in round.introductions.filter(long_shot=True).values_list("parts", flat=True)
    )
    wanted = Proposal(a=a.id, b=b.id, score=score, reasons=reasons, synergy=synergy, long_shot=dared)
    (swapped,) = proposals.introductions_of(round, [wanted], now)
    try:
        with transaction.atomic():
            swapped.save()
    except IntegrityError as error:  # another round proposed them in this very moment
        raise Overtaken(_("Somebody was just ahead of you. Look again, please.")) from error
    record(swapped, action="proposed", to=swapped.state, by=by, now=now, because=because)
    return swapped


@transaction.atomic
def approve(*, round: Round, by: Member | None, now: dt.datetime) -> Round:
    """Let the proposals go out: by an organiser, or by=None when the round's own hour has come. proposed -> approved.

    The introductions are offered one by one afterwards (introductions.offer), so that this can be resumed. A round
    that is approved comes back as it is. Raises Refused.
    """
    round = _locked(round)
    if round.state == State.APPROVED:
        return round
    refuse_if(rules.why_not_approve(round, by, now))
    advance(round, to=State.APPROVED, by=by, now=now, because="" if by else "its hour came")
    return round


@transaction.atomic
def cancel(*, round: Round, by: Member, because: str, now: dt.datetime) -> Round:
    """Give the round up before anybody was asked; its proposals are dropped. planned | frozen | proposed -> cancelled.

    The period may then be planned again. Raises Refused (not theirs) or IllegalMove (already approved).
    """
    round = _locked(round)
    refuse_if(rules.why_not_organise(by, round.regions.all()))
    advance(round, to=State.CANCELLED, by=by, now=now, because=because)
    round_parts.forget(round)
    for introduction in round.introductions.filter(state=Introduction.State.PROPOSED):
        advance(introduction, to=Introduction.State.DROPPED, by=by, now=now, because="round cancelled")
    return round


@transaction.atomic
def close(*, round: Round, now: dt.datetime) -> Round:
    """End a round once every introduction of it has come to its end. approved -> closed; earlier it does nothing."""
    round = _locked(round)
    if round.state == State.CLOSED:
        return round
    if round.state != State.APPROVED:
        raise IllegalMove(_("That is no longer possible."))
    if not round.introductions.filter(Introduction.UNSETTLED).exists():
        advance(round, to=State.CLOSED, by=None, now=now)
    return round


def _locked(round: Round) -> Round:
    return Round.objects.select_for_update(of=("self",)).defer("pool", "certificate").get(pk=round.pk)


def _claim(round: Round) -> None:
    """Take the round for a while, unless somebody holds it. One UPDATE: of two workers one gets it."""
    free = Round.objects.filter(pk=round.pk, state=State.FROZEN).filter(
        Q(claimed_until=None) | Q(claimed_until__lt=Now())
    )
    if not free.update(claimed_until=Now() + round_parts.LEASE, claim=F("claim") + 1):
        raise RoundBusy(_("This round is being computed right now."))


def _save(round: Round, result: Result, now: dt.datetime) -> Round:
    """Replace the round's proposals by those of `result`, unless somebody who computed the same was faster."""
    round, pool_hash = _locked(round), round.pool_hash
    if round.state != State.FROZEN or round.pool_hash != pool_hash:
        return round
    round.introductions.filter(state=Introduction.State.PROPOSED).delete()
    wanted, set_aside = proposals.still_eligible(round, result.proposals, now)
    # Another round may have taken a pair in this very moment; its row wins and ours is left out.
    Introduction.objects.bulk_create(proposals.introductions_of(round, wanted, now), ignore_conflicts=True)
    failpoints.reach("K2")
    certificate = result.to_json() | {
        "proposals": round.introductions.filter(state=Introduction.State.PROPOSED).count(),
        "set_aside": set_aside,
    }
    advance(
        round,
        to=State.PROPOSED,
        by=None,
        now=now,
        certificate=certificate,
        pairs_hash=result.pairs_hash,
        claimed_until=None,
    )
    return round
