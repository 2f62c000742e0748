"""What happens to an event? It is drafted, published, closed, held or cancelled, and put away.

Every move locks the Event row, so that nobody registers while it closes.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from corridor import nudge
from corridor.errors import Overtaken, Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import calendar_entries, rules
from events.actions import places, waitlist
from events.models import Event, Move
from events.queries import capacity

State = Event.State
RELEASE = "events.release_guests"
# What guests have planned for; it stands once the event is announced.
FIXED = ("kind", "region", "venue", "room", "online_at", "starts_at", "ends_at")
# What it touches: rows of the ground, several of each.
MANY = ("layers", "synergies", "topics")
# What of that may move, when every guest reads it.
WHEN_AND_WHERE = ("venue", "room", "online_at", "starts_at", "ends_at")
TELL = "events.tell_of_moves"


@transaction.atomic
def draft(*, facts: Mapping[str, object], by: Member, now: dt.datetime) -> Event:
    """A new event that nobody sees yet. `facts`: the columns, and MANY. Raises Refused outside one's regions."""
    facts = dict(facts)
    many = {name: facts.pop(name) for name in MANY if name in facts}
    refuse_if(rules.why_not_organise(by, facts["region"]))
    event = Event(**{"organiser": by, **facts, "state_since": now})
    event.slug = _address(event)
    event.save()
    for name, rows in many.items():
        getattr(event, name).set(rows)
    record(event, action="added", to=event.state, by=by, now=now)
    return event


@transaction.atomic
def edit(
    *,
    event: Event,
    facts: Mapping[str, object],
    by: Member,
    now: dt.datetime,
    because: str = "",
    was: Mapping[str, object] | None = None,
) -> Event:
    """Change the columns (and MANY) in `facts`; places that are added go to those who wait.

    `because` says in the history what was changed; `was` what the columns said to whoever changes them. Raises Refused
    once it is over, when an announced event would move, or when it would have fewer places than are taken; Overtaken
    when it is not as it was.
    """
    event, facts = places.lock(event), dict(facts)
    many = {name: facts.pop(name) for name in MANY if name in facts}
    refuse_if(rules.why_not_edit(event, by))
    refuse_if(rules.why_not_overwrite(event, was or {}), Overtaken)
    if any(name in FIXED and getattr(event, name) != value for name, value in facts.items()):
        refuse_if(rules.why_not_move(event, by))
    if "region" in facts:
        refuse_if(rules.why_not_organise(by, facts["region"]))
    refuse_if(rules.why_not_capacity(event, facts.get("capacity", event.capacity), capacity.taken(event)))
    for name, value in facts.items():
        setattr(event, name, value)
    if facts:
        event.save(update_fields=[*facts])
    for name, rows in many.items():
        getattr(event, name).set(rows)
    record(event, action="edited", by=by, now=now, because=because)
    waitlist.fill_free_places(event=event, now=now)
    return event


@transaction.atomic
def reschedule(
    *,
    event: Event,
    facts: Mapping[str, object],
    because: str,
    by: Member,
    now: dt.datetime,
    was: Mapping[str, object] | None = None,
) -> Event:
    """Hold an announced event at another time or place: the `facts` of WHEN_AND_WHERE that change, with a reason.

    Its version rises by one, and the worker writes to every guest, one by one, with the new entry for their calendar
    (registrations.tell_of_move). Places stay as they are. When nothing changes, nothing happens. Raises Refused when it
    is not announced, has begun, would have begun, ends too soon or is nowhere, without a reason, or outside one's
    regions; Overtaken when it is not as it `was` any more; ValueError for a fact that cannot move.
    """
    if set(facts) - set(WHEN_AND_WHERE):
        raise ValueError("Only when and where can move.")
    event = places.lock(event)
    refuse_if(rules.why_not_reschedule(event, by, now))
    refuse_if(rules.why_not_overwrite(event, was or {}), Overtaken)
    if all(getattr(event, name) == value for name, value in facts.items()):
        return event
    if not because.strip():
        raise Refused(_("Write down why: your guests read it."))
    was = Move(event=event, at=now, because=because.strip()[:400], starts_at=event.starts_at, ends_at=event.ends_at)
    was.place = calendar_entries.where(event)[:300]
    for name, value in facts.items():
        setattr(event, name, value)
    refuse_if(rules.why_not_then_and_there(event, now))
    event.sequence = was.sequence = event.sequence + 1
    event.save(update_fields=[*facts, "sequence"])
    was.save()
    later = event.starts_at - was.starts_at  # the programme moves with its evening
    if later:
        event.sessions.update(starts_at=F("starts_at") + later, ends_at=F("ends_at") + later)
    record(event, action="rescheduled", by=by, now=now, because=because.strip())
    nudge.after_commit(TELL)
    return event


@transaction.atomic
def publish(*, event: Event, by: Member, now: dt.datetime) -> Event:
    """Announce it: everybody sees it, members may register. draft -> published. Raises Refused with what is missing."""
    event = places.lock(event)
    refuse_if(rules.why_not_publish(event, by, now))
    advance(event, to=State.PUBLISHED, by=by, now=now)
    return event


@transaction.atomic
def close(*, event: Event, by: Member, now: dt.datetime) -> Event:
    """Take no more registrations; who waits may still be called. published -> closed."""
    event = places.lock(event)
    refuse_if(rules.why_not_organise(by, event.region))
    advance(event, to=State.CLOSED, by=by, now=now)
    return event


@transaction.atomic
def cancel(*, event: Event, by: Member, because: str, now: dt.datetime) -> Event:
    """Call it off, with a reason that every guest reads. published | closed -> cancelled.

    Guests are let go and written to one by one, by the worker (registrations.release), so that a hall of three
    hundred is told completely, whatever dies meanwhile. Raises Refused once it has begun, or without a reason.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_cancel(event, by, now))
    if not because.strip():
        raise Refused(_("Write down why: your guests read it."))
    advance(event, to=State.CANCELLED, by=by, now=now, because=because.strip(), sequence=event.sequence + 1)
    nudge.after_commit(RELEASE)
    return event


@transaction.atomic
def hold(*, event: Event, by: Member | None, now: dt.datetime) -> Event:
    """The day is over: it was held. published | closed -> held. By the clock (`by` None) once it has ended.

    Held already, it does nothing. Raises Refused before that, IllegalMove when it was cancelled.
    """
    event = places.lock(event)
    if event.state == State.HELD:
        return event
    refuse_if(rules.why_not_hold(event, by, now))
    advance(event, to=State.HELD, by=by, now=now)
    return event


@transaction.atomic
def archive(*, event: Event, by: Member, now: dt.datetime) -> Event:
    """Put it away: a draft that came to nothing, or what is behind us. draft | held | cancelled -> archived."""
    event = places.lock(event)
    refuse_if(rules.why_not_organise(by, event.region))
    advance(event, to=State.ARCHIVED, by=by, now=now)
    return event


def _address(event: Event) -> str:
    """What the event's page is called: its title and its day, with a number when that is taken."""
    day = event.starts_at.astimezone(Event.ZONE).date()
    plain = f"{slugify(event.title_nl)[:80].strip('-') or event.kind.replace('_', '-')}-{day:%Y-%m-%d}"
    taken = set(Event.objects.filter(slug__startswith=plain).values_list("slug", flat=True))
    numbered = (f"{plain}-{number}" for number in range(2, len(taken) + 3))
    return plain if plain not in taken else next(slug for slug in numbered if slug not in taken)
