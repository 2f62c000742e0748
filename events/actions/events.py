"""What happens to an event? It is drafted, published, closed, held or cancelled, and put away.

Every move locks the Event row, so that nobody registers while it closes.
"""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from corridor import nudge
from corridor.errors import Refused, refuse_if
from corridor.lifecycle import advance, record
from corridor.models import Member
from events import rules
from events.actions import places, waitlist
from events.models import Event, Registration

State = Event.State
RELEASE = "events.release_guests"
# What guests have planned for; it stands once the event is announced.
FIXED = ("kind", "region", "venue", "online_at", "starts_at", "ends_at")


@transaction.atomic
def draft(*, facts: Mapping[str, object], by: Member, now: dt.datetime) -> Event:
    """A new event that nobody sees yet. `facts`: the columns, and `layers`. Raises Refused outside one's regions."""
    facts = dict(facts)
    layers = facts.pop("layers", ())
    refuse_if(rules.why_not_organise(by, facts["region"]))
    event = Event(**{"organiser": by, **facts, "state_since": now})
    event.slug = _address(event)
    event.save()
    event.layers.set(layers)
    record(event, action="added", to=event.state, by=by, now=now)
    return event


@transaction.atomic
def edit(*, event: Event, facts: Mapping[str, object], by: Member, now: dt.datetime, because: str = "") -> Event:
    """Change the columns (and `layers`) in `facts`; places that are added go to those who wait.

    `because` says in the history what was changed. Raises Refused once it is over, when an announced event would move,
    or when it would have fewer places than are taken.
    """
    event, facts = places.lock(event), dict(facts)
    layers = facts.pop("layers", None)
    refuse_if(rules.why_not_edit(event, by))
    if any(name in FIXED and getattr(event, name) != value for name, value in facts.items()):
        refuse_if(rules.why_not_move(event, by))
    if "region" in facts:
        refuse_if(rules.why_not_organise(by, facts["region"]))
    taken = event.registrations.filter(state=Registration.State.CONFIRMED).count()
    refuse_if(rules.why_not_capacity(event, facts.get("capacity", event.capacity), taken))
    for name, value in facts.items():
        setattr(event, name, value)
    if facts:
        event.save(update_fields=[*facts])
    if layers is not None:
        event.layers.set(layers)
    record(event, action="edited", by=by, now=now, because=because)
    waitlist.fill_free_places(event=event, now=now)
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
    advance(event, to=State.CANCELLED, by=by, now=now, because=because.strip())
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
