"""What does an event ask its guests, and for whom does it keep places? Its organiser says, until it is over."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max

from corridor.errors import refuse_if
from corridor.lifecycle import record
from corridor.models import Member, Region
from events import rules
from events.actions import places, waitlist
from events.models import Event, HeldPlaces, Question


@transaction.atomic
def ask(*, event: Event, facts: Mapping[str, object], by: Member, now: dt.datetime) -> Question:
    """A question more, after the others. Raises Refused outside one's regions, when it is over, or beyond MOST."""
    event = places.lock(event)
    refuse_if(rules.why_not_edit(event, by) or rules.why_not_ask_more(event))
    last = event.questions.aggregate(last=Max("position"))["last"] or 0
    question = Question.objects.create(event=event, position=last + 1, **facts)
    record(event, action="question added", by=by, now=now, because=question.text_en)
    return question


@transaction.atomic
def reword(*, question: Question, facts: Mapping[str, object], by: Member, now: dt.datetime) -> Question:
    """Change a question that nobody has answered. Raises Refused as ask() does, and when somebody has."""
    event = places.lock(question.event)
    refuse_if(rules.why_not_edit(event, by) or rules.why_not_change_question(question))
    for name, value in facts.items():
        setattr(question, name, value)
    question.save(update_fields=[*facts])
    record(event, action="question changed", by=by, now=now, because=question.text_en)
    return question


@transaction.atomic
def drop(*, question: Question, by: Member, now: dt.datetime) -> None:
    """Ask it no more. Raises Refused as reword() does: what a guest said is not thrown away by the way."""
    event = places.lock(question.event)
    refuse_if(rules.why_not_edit(event, by) or rules.why_not_change_question(question))
    if Question.objects.filter(pk=question.pk).delete()[0]:
        record(event, action="question dropped", by=by, now=now, because=question.text_en)


@transaction.atomic
def hold_places(
    *, event: Event, count: int, region: Region | None, helix: str, by: Member, now: dt.datetime
) -> HeldPlaces:
    """Keep `count` places for a region or a sort of actor until 72 hours before it begins (F081).

    The same sort again replaces its number. Raises Refused outside one's regions, when it is over, and when more would
    be kept than there are places.
    """
    event = places.lock(event)
    others = event.held_places.exclude(region=region, helix=helix)
    refuse_if(rules.why_not_edit(event, by) or rules.why_not_hold_places(event, count, others))
    row, _new = HeldPlaces.objects.update_or_create(event=event, region=region, helix=helix, defaults={"places": count})
    record(event, action="places held", by=by, now=now, because=str(row))
    return row


@transaction.atomic
def release_held(*, held: HeldPlaces, by: Member, now: dt.datetime) -> None:
    """Keep them no longer; who waits may have them. Raises Refused as hold_places() does."""
    event = places.lock(held.event)
    refuse_if(rules.why_not_edit(event, by))
    if HeldPlaces.objects.filter(pk=held.pk).delete()[0]:
        record(event, action="held places released", by=by, now=now, because=str(held))
        waitlist.fill_free_places(event=event, now=now)
