"""What did a guest say when they registered? Who comes along, photos, the list, the host's questions, and needs.

Needs (diet, access) are taken with a consent of their own, and forgotten two weeks after the event (F039).
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.lifecycle import record
from corridor.models import Member
from events import rules
from events.actions import places, waitlist
from events.models import Answer, Event, Needs, Registration
from events.queries import capacity

State = Registration.State
NEEDS_TEXT = "2026-11"  # the version of the words beside the tick
KEPT = dt.timedelta(days=14)


@dataclass(frozen=True)
class Details:
    """What a guest said. `answers`: question number -> value; `needs`: diet and access, None when not asked now."""

    companion: str = ""
    photo: str = ""
    is_listed: bool = False
    answers: Mapping[int, str] = field(default_factory=dict)
    needs: tuple[str, str] | None = None


def of(registration: Registration) -> Details:
    """What was said at `registration`, without its needs. One query."""
    answers = dict(registration.answers.values_list("question", "value"))
    return Details(registration.companion, registration.photo, registration.is_listed, answers)


@transaction.atomic
def change(*, registration: Registration, details: Details, by: Member, now: dt.datetime) -> Registration:
    """Say it anew, until the event begins; what was freed goes to those who wait.

    Raises Refused when somebody new comes along and no place is free, or when the person does not stand any more.
    """
    registration = places.lock_of(registration)
    event = registration.event
    refuse_if(rules.why_not_change_details(registration, now))
    brings, brought = bool(details.companion and event.allows_companion), bool(registration.companion)
    if brings and not brought and registration.state in Registration.HOLDING:
        waits = event.registrations.filter(state=State.WAITLISTED).exists()
        if waits or capacity.taken(event) >= event.capacity:
            raise Refused(_("There is no place for somebody who comes along any more."))
    write(registration, details, by=by, now=now)
    record(registration, action="edited", by=by, now=now, because="details")
    waitlist.fill_free_places(event=event, now=now)
    return registration


def write(registration: Registration, details: Details, *, by: Member, now: dt.datetime) -> None:
    """Store `details` beside `registration`, as far as its event asks for them. Within the caller's transaction."""
    event = registration.event
    said = {
        "companion": details.companion if event.allows_companion else "",
        "photo": details.photo if event.asks_photo else "",
        "is_listed": details.is_listed and event.shows_guests,
    }
    changed = [name for name, value in said.items() if getattr(registration, name) != value]
    for name in changed:
        setattr(registration, name, said[name])
    if changed:
        registration.save(update_fields=changed)
    if details.answers:
        _answer(registration, details.answers)
    if details.needs is not None and event.asks_needs:
        _need(registration, *details.needs, by=by, now=now)


@transaction.atomic
def forget_needs(*, event: Event, now: dt.datetime) -> int:
    """Forget what the guests of `event` needed, two weeks after its end; of how many. Before that it does nothing."""
    if event.ends_at + KEPT > now:
        return 0
    return Needs.objects.filter(registration__event=event).delete()[0]


def _answer(registration: Registration, answers: Mapping[int, str]) -> None:
    for number in registration.event.questions.filter(pk__in=answers).values_list("pk", flat=True):
        Answer.objects.update_or_create(
            registration=registration, question_id=number, defaults={"value": answers[number]}
        )


def _need(registration: Registration, diet: str, access: str, *, by: Member, now: dt.datetime) -> None:
    """The words themselves never stand in the history; that somebody agreed, and to which text, does."""
    known = Needs.objects.filter(registration=registration)
    if not diet and not access:
        if known.delete()[0]:
            record(registration, action="needs taken back", by=by, now=now)
        return
    said = {"diet": diet, "access": access}
    if known.filter(**said).exists():
        return
    agreed = {"consented_at": now, "text_version": NEEDS_TEXT}
    Needs.objects.update_or_create(registration=registration, defaults=said | agreed)
    record(registration, action="needs agreed", by=by, now=now, because=NEEDS_TEXT)
