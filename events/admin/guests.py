"""Who comes, and who decides it? The guest list of one event, with its buttons, and the same list as a file."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from corridor import clock, exports
from corridor.desk import scope_of
from corridor.models import Member
from corridor.templatetags.state_words import STATES
from events.actions import guests as by_hand
from events.actions import registrations
from events.admin.room import Room
from events.forms.shape import AddForm, InviteForm
from events.models import Event, Question, Registration
from events.queries import attendance
from events.views import guest_acts


def page(room: Room) -> HttpResponse:
    """The list by standing; invite, add, approve, decline, offer a place, move in line, call an invitation back."""
    event, done = room.event, None
    among = known(room)
    invite, add = room.form_of("invite", InviteForm, among=among), room.form_of("add", AddForm, among=among)
    by, now = room.request.user, clock.now()
    if room.does("invite") and invite.is_valid():
        done = room.try_to(
            lambda: registrations.invite(event=event, by=by, now=now, **invite.cleaned_data), _("Invited."), invite
        )
    elif room.does("add") and add.is_valid():
        done = room.try_to(
            lambda: by_hand.add(event=event, by=by, now=now, **add.cleaned_data), _("They have a place."), add
        )
    elif room.posted and not (room.does("invite") or room.does("add")):
        done = _press(room, now)
    if done:
        return done
    return room.page(
        "admin/events/event/guests.html",
        _("Guests"),
        groups=guest_acts.groups(event),
        invite=invite,
        add=add,
        open=not_over(room, now),
    )


def _press(room: Room, now: dt.datetime) -> HttpResponse | None:
    """A button beside a guest. Raises Http404 for another one, and for a guest of another event."""
    guest = room.chosen(room.event.registrations.select_related("member", "event__region"))
    act = guest_acts.act_of(room.request.POST, guest, by=room.request.user, now=now, organises=True)
    if act is None:
        raise Http404
    return room.try_to(*act)


def known(room: Room) -> QuerySet[Member]:
    """Whom an organiser may name: members within reach, and who has come to, or asked for, events of these regions."""
    reach = scope_of(room.request)
    if reach.everything:
        return Member.objects.all()
    been = Registration.objects.filter(event__region__in=reach.regions).order_by().values("member")
    return Member.objects.filter(Q(pk__in=reach.members().order_by().values("pk")) | Q(pk__in=been))


def not_over(room: Room, now: dt.datetime) -> bool:
    """Whether anybody may still be called to this event."""
    return room.event.state in type(room.event).COMING and room.event.starts_at > now


def listed(room: Room) -> tuple[list[str], Iterator[tuple]]:
    """The list as a file: who, where they work, how they stand, what they answered; no address, no needs (F039)."""
    questions = list(room.event.questions.all())
    header = [_("Guest"), _("Organisation"), _("Standing"), _("Comes along"), _("Registered"), _("Arrived")]
    return [*header, *(question.text for question in questions)], _rows(room, questions)


def _came(event: Event, at: dt.datetime) -> str:
    """When a guest came; that they came, once the moment is forgotten."""
    return _("came") if at == event.starts_at else exports.in_words(at)


def _rows(room: Room, questions: list[Question]) -> Iterator[tuple]:
    for one in attendance.with_answers(attendance.everybody(room.event)):
        arrival = getattr(one, "check_in", None)
        places = ", ".join(bond.organisation.name for bond in one.member.present)
        standing = STATES[f"guest.{one.state}"][0]
        moments = (exports.in_words(one.registered_at), _came(room.event, arrival.at) if arrival else "")
        said = {answer.question_id: answer.in_words for answer in one.answers.all()}
        answers = (said.get(question.pk, "") for question in questions)
        yield (one.member.label, places, standing, one.companion, *moments, *answers)
