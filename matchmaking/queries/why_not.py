"""Why are these two proposed to each other in this round, or why not? Answered from the pool as the round stored it.

For organisers: what lies between two people is one line, and a pair that was asked in vain gets no answer at all, since
any answer would tell a no from a silence (F003).
"""

import datetime as dt
from dataclasses import dataclass, field, replace

from django.db.models import Q, QuerySet

from corridor.models import Member
from corridor.queries.scope import Scope
from matchmaking import rule_words
from matchmaking.engine.context import Context
from matchmaking.engine.explain import reasons_for
from matchmaking.engine.flip import Flip, flip
from matchmaking.engine.scoring import score_pair, told
from matchmaking.engine.shapes import Pool
from matchmaking.left_out import BETWEEN, PAIR_GROUP_OF
from matchmaking.models import Introduction, Round
from matchmaking.queries import round_desk
from matchmaking.queries.round_desk import Reading
from matchmaking.rule_words import Line
from matchmaking.wording import Wording

PROPOSED, ELIGIBLE, BARRED, IN_VAIN, ABSENT, NO_POOL = "proposed", "eligible", "barred", "in_vain", "absent", "no_pool"
SHOWN = (Introduction.State.PROPOSED, Introduction.State.OFFERED, Introduction.State.MADE)


@dataclass(frozen=True, slots=True)
class Answer:
    """`verdict` is one of the words above. `absent`: who of the two is not in the pool. `reading`: the pair as the desk
    shows a proposal; without its score where that would say more than an organiser may know."""

    verdict: str
    reading: Reading | None = None
    lines: list[Line] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    stands: list[str] = field(default_factory=list)
    absent: list[Member] = field(default_factory=list)


def people(scope: Scope, round: Round) -> QuerySet[Member]:
    """Whom one may ask about: members within `scope`, and those whom its proposals of this round show anyway.

    Not the organiser: there they are a member, and see what a member may see (F003).
    """
    shown = round_desk.introductions(scope).filter(round=round).order_by()
    known = Q(pk__in=scope.members().order_by().values("pk"))
    known |= Q(pk__in=shown.values("member_a")) | Q(pk__in=shown.values("member_b"))
    return Member.objects.filter(known, is_active=True).exclude(pk=scope.person).order_by("name", "pk")


def answer(round: Round, one: Member, other: Member, *, today: dt.date) -> Answer:
    """In: a round and two different members. Out: what an organiser may read of them. Eight queries at most."""
    a, b = sorted((one, other), key=lambda member: member.pk)
    between = Introduction.objects.filter(member_a=a, member_b=b).order_by().values_list("round", "state")
    past = set(between)
    if any(state in round_desk.ENDED for _, state in past):
        return Answer(IN_VAIN)
    stored = Round.objects.filter(pk=round.pk).values_list("pool", flat=True).first()
    if not stored or "candidates" not in stored:
        return Answer(NO_POOL)
    pool = Pool.from_json(stored)
    known = {candidate.id: candidate for candidate in pool.candidates if candidate.id in (a.pk, b.pk)}
    if len(known) < 2:
        return Answer(ABSENT, absent=[member for member in (a, b) if member.pk not in known])
    context = Context.of(pool)
    found = flip(known[a.pk], known[b.pk], pool, context)
    proposed = any(number == round.pk and state in SHOWN for number, state in past)
    return Answer(
        PROPOSED if proposed else ELIGIBLE if found.eligible else BARRED,
        reading=_reading(round, (a, b), pool, context, today=today, scored=BETWEEN not in _failed(found)),
        lines=rule_words.lines(found.checks, {a.pk: a, b.pk: b}, pool.policy),
        **_turning(found, {a.pk: a, b.pk: b}, pool),
    )


def _failed(found: Flip) -> set[str]:
    """The groups of the rules about the pair that are in the way."""
    return {PAIR_GROUP_OF.get(check.rule, "") for check in found.checks if not (check.passed or check.member)}


def _turning(found: Flip, members: dict[int, Member], pool: Pool) -> dict[str, list[str]]:
    """The smallest change in words, or why there is none."""
    failed = _failed(found)
    stands = [str(words) for group, words in rule_words.STANDS.items() if group in failed]
    if stands:
        return {"stands": stands}
    names = Wording([], facts=rule_words.facts_of(found.changes))
    changes = rule_words.changes(found.changes, members, pool.policy, names)
    return {"changes": changes, "stands": [] if changes else [str(rule_words.NO_SMALL_CHANGE)]}


def _reading(
    round: Round, pair: tuple[Member, Member], pool: Pool, context: Context, *, today: dt.date, scored: bool
) -> Reading:
    """The pair as the desk reads a proposal, whether or not it is one."""
    a, b = (next(one for one in pool.candidates if one.id == member.pk) for member in pair)
    score = score_pair(a, b, pool, context)
    shown = told(score, pool.weights)  # an organiser reads of no wish and no visit that is not theirs to know
    imagined = Introduction(
        round=round,
        member_a=pair[0],
        member_b=pair[1],
        score=shown.total,
        parts=shown.parts,
        reasons=[reason.to_json() for reason in reasons_for(a, b, score, context)],
    )
    (reading,) = round_desk.read([imagined], weights=pool.weights.to_json(), today=today)
    return reading if scored else replace(reading, score=None, parts=[])
