"""How do several workers share one large round? The engine asks a few questions about every member; parts are rows.

Whoever computes the round hands out the parts of each question, knocks, and works through them too, so one worker alone
finishes and nobody ever waits for work that nobody has taken. An answer depends on the stored pool, the question and
the rows alone: parts that two workers answered, or another cut, change no byte of the result (F023).
"""

import datetime as dt
import time
from collections.abc import Callable
from itertools import count

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from corridor import failpoints, nudge
from matchmaking import engine
from matchmaking.engine.results import Result
from matchmaking.engine.shapes import Pool
from matchmaking.errors import RoundBusy
from matchmaking.models import Round, RoundPart, RoundQuestion

# By the database's clock, both. Whoever is taken for dead and is not only computes the same once more.
LEASE = dt.timedelta(seconds=90)  # of a round; renewed while its parts are worked on
PART_LEASE = dt.timedelta(seconds=60)  # of a part, which takes a second or two
PAUSE = 0.1  # seconds between two looks at a part that another worker has
ANSWER = "matchmaking.answer_part"

_last: dict[str, object] = {}  # pool hash -> what the engine prepared of it: of one pool, the latest


def run(round: Round) -> Result:
    """In: a round that the caller has claimed. Out: the engine's result for its stored pool.

    From ROUND_PARTS_FROM available members on it is shared with the other workers. Raises RoundBusy when the claim was
    lost on the way: another worker took over, or the round was cancelled.
    """
    pool = Pool.from_json(round.pool)
    if sum(not one.unavailable and one.capacity > 0 for one in pool.candidates) < settings.ROUND_PARTS_FROM:
        return engine.run(pool)
    forget(round)
    try:
        return engine.run(pool, _asker(round, pool))
    finally:
        forget(round)
        _last.clear()


def answer_part(*, number: int) -> bool:
    """Work out part `number` if its round still asks for it, nobody else has it, and the engine that asks is the one
    that would answer: while a new version is rolled out, the others do without us. Out: whether it was done here.
    Raises RoundBusy when the round was frozen anew in between.

    The pool is read and prepared before the part is taken, so that a slow start keeps nobody waiting.
    """
    asked = RoundPart.objects.filter(
        RoundPart.FREE,
        pk=number,
        question__claim=F("question__round__claim"),
        question__round__state=Round.State.FROZEN,
    )
    part = asked.select_related("question__round").defer("question__round__pool").first()
    if part is None or not engine.understands(bytes(part.question.question)):
        return False
    round = part.question.round
    ground = _ground(round.pool_hash, lambda: _stored(round))
    return _take(part) and _answer(part, bytes(part.question.question), ground)


def forget(round: Round) -> None:
    """Delete the questions of this claim of the round and of earlier ones, with their parts; never of a later one."""
    RoundQuestion.objects.filter(round=round, claim__lte=round.claim).delete()


def _asker(round: Round, pool: Pool) -> Callable[[bytes, int], list[bytes]]:
    """What the engine calls with a question and a number of rows, and gets the answers of consecutive parts."""
    numbers = count(1)

    def ask(question: bytes, rows: int) -> list[bytes]:
        tops = range(0, rows, settings.ROUND_PART_ROWS)
        if len(tops) < 2:  # nothing to share
            return [engine.answer(_ground(round.pool_hash, lambda: pool), question, 0, rows)]
        cut = [(top, min(top + tops.step, rows)) for top in tops]
        parts = RoundPart.objects.filter(question=_hand_out(round, next(numbers), question, cut))
        while parts.filter(answer=None).exists():
            _hold(round)
            part = parts.filter(RoundPart.FREE).first()
            if part is None:
                time.sleep(PAUSE)
            elif _take(part):
                _answer(part, question, _ground(round.pool_hash, lambda: pool))
        answers = [bytes(answer) for answer in parts.order_by("top").values_list("answer", flat=True)]
        if len(answers) != len(cut):
            raise _lost()
        return answers

    return ask


@transaction.atomic
def _hand_out(round: Round, number: int, question: bytes, cut: list[tuple[int, int]]) -> RoundQuestion:
    _hold(round)
    asked = RoundQuestion.objects.create(round=round, claim=round.claim, number=number, question=question)
    for part in RoundPart.objects.bulk_create(RoundPart(question=asked, top=top, bottom=bottom) for top, bottom in cut):
        nudge.after_commit(ANSWER, part.pk)
    return asked


def _hold(round: Round) -> None:
    """Renew the claim on the round, or raise RoundBusy when it is not ours any more."""
    ours = Round.objects.filter(pk=round.pk, claim=round.claim, state=Round.State.FROZEN)
    if not ours.update(claimed_until=Now() + LEASE):
        raise _lost()


def _lost() -> RoundBusy:
    return RoundBusy(_("This round is being computed right now."))


def _take(part: RoundPart) -> bool:
    """One UPDATE: of two workers one gets it."""
    free = RoundPart.objects.filter(RoundPart.FREE, pk=part.pk)
    return bool(free.update(claimed_until=Now() + PART_LEASE))


def _answer(part: RoundPart, question: bytes, ground: object) -> bool:
    answer = engine.answer(ground, question, part.top, part.bottom)
    failpoints.reach("K18")
    return bool(RoundPart.objects.filter(pk=part.pk, answer=None).update(answer=answer))


def _stored(round: Round) -> Pool:
    # Together with its hash: the round may have been frozen anew since that was read.
    pool = Round.objects.filter(pk=round.pk, pool_hash=round.pool_hash).values_list("pool", flat=True).first()
    if pool is None:
        raise _lost()
    return Pool.from_json(pool)


def _ground(pool_hash: str, pool: Callable[[], Pool]) -> object:
    found = _last.get(pool_hash)
    if found is None:
        found = engine.prepare(pool())
        _last.clear()
        _last[pool_hash] = found
    return found
