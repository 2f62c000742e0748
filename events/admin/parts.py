"""How does an organiser shape an event? Pages of its desk: what it asks, who works there, whom it keeps places for."""

from collections.abc import Iterator

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from corridor import clock
from corridor.desk import scope_of
from corridor.models import Organisation
from events.actions import cloning, shaping, staff
from events.admin.room import Room
from events.forms.event import CloneForm
from events.forms.shape import HeldForm, QuestionForm, StaffForm
from events.models import Question


def questions(room: Room) -> HttpResponse:
    """What the event asks its guests: add one, change or drop one that nobody answered."""
    event, asked = room.event, room.event.questions.all()
    by, now, done = room.request.user, clock.now(), None
    new = room.form_of("ask", QuestionForm)
    changed = None
    if room.does("ask") and new.is_valid():
        done = room.try_to(
            lambda: shaping.ask(event=event, facts=new.cleaned_data, by=by, now=now), _("The question is asked."), new
        )
    elif room.does("drop"):
        one = room.chosen(asked)
        done = room.try_to(lambda: shaping.drop(question=one, by=by, now=now), _("The question is asked no more."))
    elif room.does("reword"):
        one = room.chosen(asked)
        changed = QuestionForm(room.request.POST, instance=one, prefix=f"q{one.pk}")
        if changed.is_valid():
            done = room.try_to(
                lambda: shaping.reword(question=one, facts=changed.cleaned_data, by=by, now=now), _("Saved."), changed
            )
    elif room.posted and not room.does("ask"):
        raise Http404
    if done:
        return done
    forms_of = {changed.instance.pk: changed} if changed else {}
    counted = Question.objects.filter(event=event).annotate(answered=models.Count("answers"))
    rows = [(one, forms_of.get(one.pk) or QuestionForm(instance=one, prefix=f"q{one.pk}")) for one in counted]
    return room.page(
        "admin/events/event/questions.html",
        _("What it asks its guests"),
        rows=rows,
        form=new,
        changed=changed,
        most=Question.MOST,
    )


def people(room: Room) -> HttpResponse:
    """Who works at the event, and for whom it keeps places."""
    event, by, now, done = room.event, room.request.user, clock.now(), None
    new = room.form_of("add", StaffForm, among=scope_of(room.request).members())
    held = room.form_of("hold", HeldForm)
    if room.does("add") and new.is_valid():
        done = room.try_to(
            lambda: staff.add(event=event, by=by, now=now, **new.cleaned_data), _("They have the role."), new
        )
    elif room.does("remove"):
        one = room.chosen(event.staff.select_related("member", "event"))
        done = room.try_to(lambda: staff.remove(staff=one, by=by, now=now), _("The role is taken back."))
    elif room.does("hold") and held.is_valid():
        facts = held.cleaned_data
        sort = {"region": facts["region"], "helix": facts["helix"]}
        done = room.try_to(
            lambda: shaping.hold_places(event=event, count=facts["places"], by=by, now=now, **sort), _("Saved."), held
        )
    elif room.does("release"):
        one = room.chosen(event.held_places.all())
        done = room.try_to(
            lambda: shaping.release_held(held=one, by=by, now=now), _("These places are kept no longer.")
        )
    elif room.posted and not (room.does("add") or room.does("hold")):
        raise Http404
    if done:
        return done
    return room.page(
        "admin/events/event/people.html",
        _("Who works there, and for whom places are kept"),
        staff=event.staff.select_related("member"),
        held_places=[
            (one, one.region.name if one.region else Organisation.Helix(one.helix).label)
            for one in event.held_places.select_related("region")
        ],
        form=new,
        held=held,
    )


def listed(room: Room) -> tuple[list[str], Iterator[tuple]]:
    """Who works there, as a file."""
    rows = ((one.member.label, one.get_role_display()) for one in room.event.staff.select_related("member"))
    return [_("Name"), _("Role")], rows


def clone(room: Room) -> HttpResponse:
    """When the event is held again: a draft with the same shape, and no guest."""
    form = room.form_of("clone", CloneForm)
    if room.posted and not room.does("clone"):
        raise Http404
    if room.does("clone") and form.is_valid():
        made = cloning.clone(event=room.event, by=room.request.user, now=clock.now(), **form.cleaned_data)
        messages.success(room.request, _("This is the new draft. Read it through before you publish it."))
        return HttpResponseRedirect(room.desk.address("change", made.pk))
    return room.page("admin/events/event/clone.html", _("Hold it again"), form=form)
