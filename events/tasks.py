"""What runs by the clock? Every task finds its work in rows, does it through actions, and may run twice or late.

One row that goes wrong does not hold up the others; it is logged and tried again next time.
"""

from celery import shared_task
from django.db.models import Q

from corridor import clock
from corridor.one_by_one import each
from events.actions import announcements, details, events, opinions, registrations, reminders, speed_meetings, waitlist
from events.actions import forgetting as actions
from events.models import Announcement, Event, Registration
from events.queries import forgetting, moves, reminding
from events.queries.opinions import to_ask


@shared_task(name="events.hold_events")
def hold_events() -> None:
    """Put behind us what has ended."""
    over = Event.objects.filter(state__in=Event.COMING, ends_at__lte=clock.now())
    each(over, lambda event, now: events.hold(event=event, by=None, now=now))


@shared_task(name="events.release_guests")
def release_guests() -> None:
    """Let go of the guests of cancelled events, and tell each of them."""
    stranded = Registration.objects.filter(event__state=Event.State.CANCELLED, state__in=Registration.STANDING)
    each(stranded, lambda one, now: registrations.release(registration=one, now=now))


@shared_task(name="events.lapse_offers")
def lapse_offers() -> None:
    """Let pass what was not accepted in time: offers, and invitations once the event has begun."""
    now = clock.now()
    late = Q(state=Registration.State.OFFERED, offer_until__lte=now)
    begun = Q(state=Registration.State.INVITED, event__starts_at__lte=now)
    each(Registration.objects.filter(late | begun), lambda one, at: waitlist.lapse(registration=one, now=at))


@shared_task(name="events.call_who_waits")
def call_who_waits() -> None:
    """Offer places that are free now, such as those that were kept for a region until 72 hours before (F081)."""
    coming = Event.objects.filter(state__in=Event.COMING, starts_at__gt=clock.now())
    waited_for = coming.filter(registrations__state=Registration.State.WAITLISTED).distinct()
    each(waited_for, lambda event, now: waitlist.fill_free_places(event=event, now=now))


@shared_task(name="events.forget_needs")
def forget_needs() -> None:
    """Forget the diet and access needs of guests two weeks after their event (F039)."""
    over = Event.objects.filter(ends_at__lte=clock.now() - details.KEPT, registrations__needs__isnull=False)
    each(over.distinct(), lambda event, now: details.forget_needs(event=event, now=now))


@shared_task(name="events.forget_lists")
def forget_lists() -> None:
    """Show guests no longer to one another, thirty days after (F085)."""
    each(forgetting.with_a_list(clock.now()), lambda event, now: actions.forget_list(event=event, now=now))


@shared_task(name="events.forget_details")
def forget_details() -> None:
    """Forget what guests said and how they came in, ninety days after (F050)."""
    each(forgetting.with_details(clock.now()), lambda event, now: actions.forget_details(event=event, now=now))


@shared_task(name="events.forget_guests")
def forget_guests() -> None:
    """Count the guests of two years ago and forget them; and questions about sites of a year ago (F050)."""
    each(forgetting.with_guests(clock.now()), lambda event, now: actions.forget_guests(event=event, now=now))
    each(forgetting.old_requests(clock.now()), lambda one, now: actions.forget_request(request=one, now=now))


@shared_task(name="events.tell_of_moves")
def tell_of_moves() -> None:
    """Write to the guests of events that moved, each of them."""
    each(moves.untold(), lambda one, now: registrations.tell_of_move(registration=one, now=now))


@shared_task(name="events.remind_guests")
def remind_guests() -> None:
    """Remind guests a week before, ask them a day before whether they still come, and tell hosts who did not answer."""
    now = clock.now()
    for event in reminding.coming_soon(now):
        each(reminding.to_remind(event, now=now), lambda one, now: reminders.remind(registration=one, now=now))
        each(reminding.to_ask(event, now=now), lambda one, now: reminders.ask_again(registration=one, now=now))
        each([event], lambda event, now: reminders.tell_hosts(event=event, now=now))


@shared_task(name="events.send_announcements")
def send_announcements() -> None:
    """Send what hosts scheduled and whose time has come; it leaves ten minutes later."""
    due = Announcement.objects.filter(state=Announcement.State.SCHEDULED, send_at__lte=clock.now())
    each(due, lambda one, now: announcements.send(announcement=one, now=now))


@shared_task(name="events.ask_opinions")
def ask_opinions() -> None:
    """Ask those who came what they thought of it."""
    each(to_ask(now=clock.now()), lambda one, now: opinions.ask(registration=one, now=now))


@shared_task(name="events.forget_reasons_to_talk")
def forget_reasons_to_talk() -> None:
    """Forget what the guests of speed meetings had to talk about, the day after."""
    speed_meetings.forget_reasons(now=clock.now())
