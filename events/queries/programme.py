"""What is coming, what may this person see, and where could two people meet?"""

import datetime as dt
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from corridor.models import Member, Region, StackLayer, Synergy, Transition, Venue
from corridor.queries import regions, scope
from corridor.queries.prepared import Prepared
from corridor.queries.scope import Scope
from events.models import Event, EventStaff, Registration, Session, SpeedMeetings
from events.queries import capacity, kept

# Nobody rearranges a week for somebody they do not know yet.
NOTICE = dt.timedelta(days=3)
WITHIN = dt.timedelta(days=60)


def visible_to(member: Member | None) -> QuerySet[Event]:
    """Events that `member` (None: a visitor) may see: those announced, and what became of them (F027).

    What is for members is seen by members; what is for the invited by whoever has a row there, works there, or
    organises its region. Everything that shows events to people begins here.
    """
    announced = _announced()
    if member is None or not member.is_active:
        return announced.filter(audience=Event.Audience.PUBLIC)
    if member.is_superuser:
        return announced
    known = Registration.objects.filter(event=OuterRef("pk"), member=member)
    works = EventStaff.objects.filter(event=OuterRef("pk"), member=member)
    for_all = Q(audience__in=(Event.Audience.PUBLIC, Event.Audience.MEMBERS))
    return announced.filter(for_all | Exists(known) | Exists(works) | Q(region__in=scope.organised_by(member).regions))


def on_agenda(member: Member | None, *, now: dt.datetime, within: Region | None = None) -> QuerySet[Event]:
    """What is on the agenda: visible and not over; a region holds what lies below.

    Cancelled ones stay until their day, for those who planned for them.
    """
    found = visible_to(member).exclude(state=Event.State.HELD).filter(ends_at__gt=now)
    if within:
        found = found.filter(region__in=regions.regions_below([within]))
    return found


def coming(member: Member | None, *, now: dt.datetime, within: Region | None = None) -> QuerySet[Event]:
    """The same, the next first, with places counted and layers read."""
    found = on_agenda(member, now=now, within=within)
    found = found.select_related("venue__region", "region").prefetch_related("layers")
    return capacity.with_places(found, member).order_by("starts_at", "pk")


def event(member: Member | None, slug: str) -> Event | None:
    """The event at that address, if `member` may see it: places counted, and whether it `has_programme` and
    `has_speed_meetings`.

    Its regions come from the tree, which also tells its `home`: the region whose shape stands before its place, if
    any. Two queries, one more where not everybody may see it, and one where places are kept: how many of them for
    somebody like `member`.
    """
    event = next(iter(_ANNOUNCED.rows(slug)), None)
    if event is None:
        return None
    if event.audience != Event.Audience.PUBLIC and not visible_to(member).filter(pk=event.pk).exists():
        return None
    if event.kept and member:
        event.kept_for_reader = kept.for_reader(event, member)
    tree = regions.whole_tree()
    event.region, event.home = tree[event.region_id], regions.home_of(event.region_id, tree)
    if event.venue_id:
        event.venue = Venue(**{name: event.__dict__.pop(f"at_{name}") for name in _OF_VENUE})
        event.venue.region = tree[event.venue.region_id]
    return event


def layers_of(event: Event) -> list[StackLayer]:
    """The layers of one event, by number. One query."""
    return _LAYERS.rows(event.pk)


def synergies_of(event: Event) -> list[Synergy]:
    """The synergies of one event, by letter. One query."""
    return _SYNERGIES.rows(event.pk)


def _at(slug: object) -> QuerySet[Event]:
    """Whatever is announced at an address, with all that its page counts."""
    sessions = Session.objects.filter(event=OuterRef("pk"))
    meetings = SpeedMeetings.objects.filter(event=OuterRef("pk"))
    venue = {f"at_{name}": F(f"venue__{name}") for name in _OF_VENUE}
    found = _announced().filter(slug=slug).annotate(**venue).order_by()
    return capacity.with_places(found.annotate(has_programme=Exists(sessions), has_speed_meetings=Exists(meetings)))


def _announced() -> QuerySet[Event]:
    return Event.objects.exclude(state__in=(Event.State.DRAFT, Event.State.ARCHIVED))


_OF_VENUE = [column.attname for column in Venue._meta.concrete_fields]
_ANNOUNCED = Prepared(_at, str)
_LAYER, _SYNERGY = Event.layers.through.objects, Event.synergies.through.objects
_LAYERS = Prepared(lambda event: StackLayer.objects.filter(pk__in=_LAYER.filter(event=event).values("stacklayer")))
_SYNERGIES = Prepared(lambda event: Synergy.objects.filter(pk__in=_SYNERGY.filter(event=event).values("synergy")))


def within(reach: Scope) -> QuerySet[Event]:
    """For the console: every event in the organiser's regions, drafts included, with places counted."""
    found = Event.objects.all() if reach.everything else Event.objects.filter(region__in=reach.regions)
    return capacity.with_places(found).select_related("region", "venue")


def why_cancelled(event: Event) -> str:
    """The reason that the organiser gave to the guests; empty when the event was not cancelled."""
    moves = Transition.objects.filter(subject_type=event._meta.label_lower, subject_id=event.pk, action="moved")
    return moves.filter(to=Event.State.CANCELLED).values_list("because", flat=True).first() or ""


def both_can_attend(members: Collection[Member], *, now: dt.datetime, within: dt.timedelta = WITHIN) -> Event | None:
    """The event in which these two could meet: open to register, starting in three days at least and `within` at most.

    Each of them either has a place or would get one at once; one who waits or gave up the place cannot come. Where
    one is invited or approved first, both must have their place, and neither hide it: naming it tells that they go.
    The first in which one of them has a place already, else the first of all. Who hides being there is not given
    away: their place makes no event preferred. Two queries.
    """
    numbers = {member.pk for member in members}
    coming = Event.objects.filter(
        state=Event.State.PUBLISHED, starts_at__gte=now + NOTICE, starts_at__lte=now + within
    ).select_related("venue", "region")
    events = list(capacity.with_places(coming).order_by("starts_at", "pk"))
    last = {}  # (event, member) -> how they stand; the latest row counts
    rows = Registration.objects.filter(event__in=[event.pk for event in events], member__in=numbers)
    for row in rows.order_by("pk"):
        last[row.event_id, row.member_id] = row
    fitting = []
    for event in events:
        own = [last[event.pk, number] for number in numbers if (event.pk, number) in last]
        if any(row.state != Registration.State.CONFIRMED for row in own):
            continue
        chosen = event.approves or event.audience == Event.Audience.INVITED
        if chosen and (len(own) < len(numbers) or any(row.hides_attendance for row in own)):
            continue
        if capacity.free(event, now) >= len(numbers) - len(own):
            fitting.append((not any(not row.hides_attendance for row in own), event))
    return min(fitting, key=lambda pair: pair[0])[1] if fitting else None
