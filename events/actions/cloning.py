"""How is an event held again? A draft with its words, questions, roles and the shape of its programme; no guests."""

import datetime as dt
from typing import TypeVar

from django.db import transaction

from corridor.errors import refuse_if
from corridor.lifecycle import record
from corridor.models import Member
from events import rules
from events.actions import events, places
from events.models import Event, EventStaff, HeldPlaces, Question, Session

# What the new event says as the old one did; when it is, and what happened to it, are its own.
SAME = (
    *("kind", "title_nl", "title_en", "summary_nl", "summary_en", "region", "venue", "online_at", "room"),
    *("capacity", "languages", "audience", "approves", "allows_companion", "asks_needs", "asks_photo", "shows_guests"),
)
Part = TypeVar("Part", Question, HeldPlaces, Session)


@transaction.atomic
def clone(*, event: Event, starts_at: dt.datetime, by: Member, now: dt.datetime) -> Event:
    """A draft like `event` that begins at `starts_at`, with `by` as its organiser (F027). `event` stays as it is.

    It lasts as long, and its sessions lie as far from its beginning. Questions, staff and held places come along; no
    guest, answer, speaker, sponsor or announcement does: those people agreed to that one evening. Raises Refused
    outside one's regions.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_organise(by, event.region))
    later = starts_at - event.starts_at
    facts = {name: getattr(event, name) for name in SAME}
    facts |= {name: getattr(event, name).all() for name in events.MANY}
    facts |= {"starts_at": starts_at, "ends_at": event.ends_at + later, "cloned_from": event}
    made = events.draft(facts=facts, by=by, now=now)
    Question.objects.bulk_create(_again(one, made) for one in event.questions.all())
    HeldPlaces.objects.bulk_create(_again(one, made) for one in event.held_places.all())
    Session.objects.bulk_create(
        _again(one, made, starts_at=one.starts_at + later, ends_at=one.ends_at + later) for one in event.sessions.all()
    )
    for one in event.staff.filter(member__is_active=True):
        EventStaff.objects.create(event=made, member_id=one.member_id, role=one.role, added_by=by, added_at=now)
        record(made, action="staff added", to=one.role, by=by, now=now)
    return made


def _again(part: Part, event: Event, **changes: object) -> Part:
    """The same part for `event`, as a new row."""
    columns = {field.attname: getattr(part, field.attname) for field in part._meta.concrete_fields}
    columns |= {"id": None, "event_id": event.pk, **changes}
    return type(part)(**columns)
