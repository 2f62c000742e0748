"""Who may, and which sentence do they read when they may not? `why_not_x` returns a sentence or None."""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from corridor.models import Member, Region, Transition
from corridor.queries import scope
from events.models import CheckIn, Event, EventStaff, HeldPlaces, Question, Registration, SiteRequest

# The door opens so long before the first word; lists from paper may be typed in for so long afterwards.
DOORS_OPEN = dt.timedelta(hours=3)
LISTS_CLOSE = dt.timedelta(days=2)
# Whoever gives a place up later than this says why, and the hosts read it (F031).
LATE = dt.timedelta(hours=48)
HAND_OVERS = 3  # a guest and event, so that nobody writes to half the corridor with a place


def why_not_organise(person: Member | None, region: Region) -> str | None:
    """Why `person` may not run events in `region`. None is the clock, which may."""
    if person is None or person.is_active and person.is_superuser:
        return None
    if person.is_active and region.pk in scope.organised_by(person).regions:
        return None
    return _("You do not organise the region of this event.")


def why_not_publish(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why `event` may not be announced: it is no draft, it lies behind us, or nobody could find it."""
    if event.state != Event.State.DRAFT:
        return _("Only a draft can be published.")
    if event.starts_at <= now:
        return _("This event would have begun already; change its date first.")
    if not event.place:
        return _("Say where it is: choose a venue, or write where online.")
    return why_not_organise(by, event.region)


def why_not_move(event: Event, by: Member) -> str | None:
    """Why the when, where and what kind of `event` may not change: guests have planned for it."""
    if event.state != Event.State.DRAFT:
        return _("This event has been announced. Move it, so that every guest reads the new date or place.")
    return why_not_organise(by, event.region)


def why_not_reschedule(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why `event` may not be held at another time or place, of which its guests read: not announced, or begun."""
    if event.state not in Event.COMING:
        return _("Only an event that is announced and still to come can be moved.")
    if event.starts_at <= now or CheckIn.objects.filter(registration__event=event).exists():
        return _("This event has begun; it can no longer be moved.")
    return why_not_organise(by, event.region)


def why_not_then_and_there(event: Event, now: dt.datetime) -> str | None:
    """Why `event`, with the time and place it would move to, could not be held so."""
    if event.starts_at <= now:
        return _("This would have begun already; choose a moment that is still to come.")
    if event.ends_at <= event.starts_at:
        return _("It cannot end before it begins.")
    if not event.place:
        return _("Say where it is: choose a venue, or write where online.")
    return None


def why_not_overwrite(event: Event, was: Mapping[str, object]) -> str | None:
    """Why `event` may not be written over: a column says something else than it did to whoever changes it."""
    if any(getattr(event, name) != value for name, value in was.items()):
        return _("Somebody else changed this event a moment ago. Open its page again, and look at what it says now.")
    return None


def why_not_capacity(event: Event, capacity: int, taken: int) -> str | None:
    """Why `event` may not have so many places: nobody's place is taken away by a number."""
    if capacity < taken:
        return _("%(taken)s people have a place already; it cannot have fewer places than that.") % {"taken": taken}
    return None


def why_not_edit(event: Event, by: Member) -> str | None:
    """Why the words and the places of `event` may not change any more."""
    if event.state not in (Event.State.DRAFT, *Event.COMING):
        return _("This event is over; it stays as it was.")
    return why_not_organise(by, event.region)


def why_not_staff(event: Event, member: Member, by: Member) -> str | None:
    """Why `by` may not give or take `member`'s role at `event`: it is over, or it is their own (S-15)."""
    if member == by and not by.is_superuser:
        return _("Nobody changes their own role; ask a colleague.")
    return why_not_edit(event, by)


def why_not_ask_more(event: Event) -> str | None:
    """Why `event` may not have a question more: so many are a form, and people leave."""
    if event.questions.count() >= Question.MOST:
        return _("An event asks %(most)s questions at most.") % {"most": Question.MOST}
    return None


def why_not_change_question(question: Question) -> str | None:
    """Why `question` stays as it is: an answer to other words would be no answer."""
    if question.answers.exists():
        return _("Guests have answered this question; it stays as it is.")
    return None


def why_not_hold_places(event: Event, count: int, others: Iterable[HeldPlaces]) -> str | None:
    """Why `count` places may not be kept beside `others`: there are not so many."""
    if count + sum(held.places for held in others) > event.capacity:
        return _("There are %(places)s places in all; no more can be kept.") % {"places": event.capacity}
    return None


def why_not_ask_for_site(member: Member, waits: SiteRequest | None) -> str | None:
    """Why `member` may not ask for a site: nobody would know who asks, or their last question `waits`."""
    if not member.is_active or not member.name:
        return _("Write your name in your profile first, so that the organiser knows who asks.")
    if waits:
        return _("You asked about this site already; its organiser answers by mail.")
    return None


def why_not_cancel(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why `event` may not be called off: it has begun, or guests are inside."""
    if event.starts_at <= now or CheckIn.objects.filter(registration__event=event).exists():
        return _("This event has begun; it can no longer be cancelled.")
    return why_not_organise(by, event.region)


def why_not_hold(event: Event, by: Member | None, now: dt.datetime) -> str | None:
    """Why `event` may not be put behind us: the clock waits for its end, an organiser for its beginning."""
    if now < (event.ends_at if by is None else event.starts_at):
        return _("This event has not been held yet.")
    return why_not_organise(by, event.region)


def why_not_register(event: Event, member: Member, now: dt.datetime) -> str | None:
    """Why `member` may not register: not open, begun, or nobody would know who comes."""
    if event.state == Event.State.CANCELLED:
        return _("This event was cancelled.")
    if event.state != Event.State.PUBLISHED or event.starts_at <= now:
        return _("Registration for this event is closed.")
    if not member.is_active or not member.name:
        return _("Write your name in your profile first, so that the host knows who comes.")
    return None


def why_not_uninvited(event: Event, member: Member) -> str | None:
    """Why `member` may not register without an invitation: only who is invited comes, or the host said no before."""
    if event.audience == Event.Audience.INVITED:
        return _("This event is for those who are invited.")
    if event.approves:
        rows = event.registrations.filter(member=member, state=Registration.State.DECLINED).values("pk")
        asked = Transition.objects.filter(subject_type=Registration._meta.label_lower, subject_id__in=rows)
        if asked.filter(was=Registration.State.PENDING, to=Registration.State.DECLINED).exists():
            return _("The host could not give you a place this time.")
    return None


def why_not_host(event: Event, person: Member) -> str | None:
    """Why `person` may not decide who comes: neither a host of this event, nor an organiser of its region."""
    hosts = EventStaff.objects.filter(event=event, member=person, role=EventStaff.Role.HOST)
    if person.is_active and (why_not_organise(person, event.region) is None or hosts.exists()):
        return None
    return _("You do not host this event.")


def why_not_read_needs(event: Event, person: Member) -> str | None:
    """Why `person` may not read what guests need: not this event's own host (F039). Whoever may everything may not."""
    organises = event.region_id in scope.organised_by(person).regions
    hosts = EventStaff.objects.filter(event=event, member=person, role=EventStaff.Role.HOST)
    return None if person.is_active and (organises or hosts.exists()) else _("You do not host this event.")


def why_not_call(event: Event, now: dt.datetime) -> str | None:
    """Why nobody is invited, approved or called any more: the event is not announced, over, or has begun."""
    if event.state not in Event.COMING or event.starts_at <= now:
        return _("This event takes no more guests.")
    return None


def why_not_accept(registration: Registration, now: dt.datetime) -> str | None:
    """Why a place may not be accepted: none was offered, or the offer has passed on."""
    if registration.state not in (Registration.State.OFFERED, Registration.State.INVITED):
        return _("There is nothing to accept any more.")
    if registration.offer_until and registration.offer_until <= now:
        return _("The time to accept is over; the place is offered to whoever comes next.")
    return why_not_call(registration.event, now)


def why_not_change_details(registration: Registration, now: dt.datetime) -> str | None:
    """Why what was said at registration may not change: the person does not stand any more, or the event has begun."""
    if registration.state not in Registration.STANDING:
        return _("You do not stand on the list of this event any more.")
    return why_not_call(registration.event, now)


def is_late(event: Event, now: dt.datetime) -> bool:
    """Whether it is so shortly before the event that the host counts on every guest."""
    return event.starts_at - now < LATE


def why_not_so_late(because: str) -> str | None:
    """Why a place may not be given up that late: nobody would know why."""
    return None if because else _("It begins within two days. Write in a few words why; the host reads it.")


def why_not_hand_over(registration: Registration, now: dt.datetime, *, times: int) -> str | None:
    """Why a place may not be passed on: it is none, the host chooses the guests, or it was tried `times` before."""
    event = registration.event
    if registration.state != Registration.State.CONFIRMED:
        return _("You have no place to pass on.")
    if event.approves or event.audience == Event.Audience.INVITED:
        return _("The host chooses who comes. Give your place back; it goes to somebody who waits.")
    if times >= HAND_OVERS:
        return _("You have asked three people already. Give your place back; it goes to somebody who waits.")
    return why_not_give_up(event, now)


def why_not_give_up(event: Event, now: dt.datetime) -> str | None:
    """Why a place may not be given back: the event has begun."""
    if event.starts_at <= now:
        return _("This event has begun; your place can no longer be given back.")
    return None


def is_door_open(event: Event, now: dt.datetime) -> bool:
    """Whether guests can be let in now: announced or held, and about the day itself."""
    return _is_about_now(event, now) and event.state in (*Event.COMING, Event.State.HELD)


def _is_about_now(event: Event, now: dt.datetime) -> bool:
    return event.starts_at - DOORS_OPEN <= now <= event.ends_at + LISTS_CLOSE


def why_not_work_at(event: Event, person: Member) -> str | None:
    """Why `person` may not stand at the door of `event`: neither its staff nor an organiser of its region."""
    if why_not_organise(person, event.region) is None:
        return None
    if person.is_active and EventStaff.objects.filter(event=event, member=person).exists():
        return None
    return _("You do not work at this event.")


def why_not_see_guests(event: Event, person: Member, now: dt.datetime) -> str | None:
    """Why `person` may not read who comes: the door while it is open, hosts until then too, organisers ever after."""
    if event.state == Event.State.DRAFT or (event.state == Event.State.CANCELLED and not is_door_open(event, now)):
        return _("There is no such event.")
    if not is_door_open(event, now):
        over = event.state == Event.State.ARCHIVED or now > event.ends_at + LISTS_CLOSE
        return why_not_organise(person, event.region) if over else why_not_host(event, person)
    return why_not_work_at(event, person)


def why_not_scan(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why nobody can be let in now, or not by `by`."""
    if not is_door_open(event, now):
        return _("Guests are checked in from three hours before the start until two days after the end.")
    return why_not_work_at(event, by)


def why_not_report(event: Event, by: Member, now: dt.datetime) -> str | None:
    """Why a phone cannot tell now what it did; of an event that was cancelled meanwhile it can."""
    if event.state == Event.State.CANCELLED and _is_about_now(event, now):
        return why_not_work_at(event, by)
    return why_not_scan(event, by, now)


def why_not_admit(registration: Registration) -> str | None:
    """Why the door stays closed for this guest: the ticket was handed on, the place given back, or never given."""
    taker = Registration.objects.filter(taken_over_from=registration).select_related("member").first()
    if taker:
        return _("This ticket was handed on; %(name)s comes instead.") % {"name": taker.member.label}
    if registration.state == Registration.State.CANCELLED:
        return _("This place was given back.")
    if registration.state != Registration.State.CONFIRMED:
        return _("This person has no place.")
    return None


def why_not_check_in(registration: Registration, by: Member, now: dt.datetime) -> str | None:
    """Why this guest may not be let in, or that not be taken back: no place, not the day, or not this person's."""
    return why_not_admit(registration) or why_not_scan(registration.event, by, now)


def why_not_walk_in(event: Event, by: Member, free: int, standing: Registration | None = None) -> str | None:
    """Why somebody without a place may not come in: it is full, or the host chooses and has not chosen them yet.

    Only a host lets in more than there are places, or whom nobody invited or approved (`standing`, if any, says that).
    """
    hosts = EventStaff.objects.filter(event=event, member=by, role=EventStaff.Role.HOST)
    chooses = event.approves or event.audience == Event.Audience.INVITED
    is_chosen = standing is not None and standing.state != Registration.State.PENDING
    if (free > 0 and (is_chosen or not chooses)) or why_not_organise(by, event.region) is None or hosts.exists():
        return None
    if free > 0:
        return _("The host chooses who comes here. Ask them: they may let in somebody more.")
    return _("Every place is taken. Ask the host: they may let in somebody more.")
