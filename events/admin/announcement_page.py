"""How does a host tell guests something? Write, see whom it reaches, try it on oneself, send, recall (F083)."""

import datetime as dt

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from corridor import clock
from corridor.errors import Refused
from corridor.models import Member
from events import emails
from events.actions import announcements
from events.admin.room import Room, is_number
from events.forms.announcement import AnnouncementForm, MomentForm
from events.models import Announcement
from events.queries import segments

State = Announcement.State


def page(room: Room) -> HttpResponse:
    """GET shows what was announced and an empty form (?announcement=… shows that one); POST does what was pressed."""
    event, request, now = room.event, room.request, clock.now()
    chosen = _chosen(room)
    form = AnnouncementForm.of(chosen, request.POST if room.does("save") else None)
    moment = MomentForm(request.POST if room.does("schedule") else None)
    if room.posted:
        try:
            if not (form.errors or moment.errors):
                done = _press(room, chosen, form, moment, now)
                return HttpResponseRedirect(f"{room.url}?announcement={done.pk}")
        except Refused as no:
            messages.error(request, no.sentence)
            return HttpResponseRedirect(request.get_full_path())
    return room.page(
        "admin/events/event/announcements.html",
        _("Announcements"),
        rows=[(one, _recallable_until(one, now)) for one in event.announcements.order_by("-state_since", "-pk")],
        chosen=chosen,
        is_draft=chosen is None or chosen.state == State.DRAFT,
        reach=segments.recipients(event, chosen.segment).count() if chosen else None,
        written=segments.written_to(chosen) if chosen else None,
        form=form,
        moment=moment,
    )


def _press(
    room: Room, chosen: Announcement | None, form: AnnouncementForm, moment: MomentForm, now: dt.datetime
) -> Announcement:
    """Do what the pressed button says; the announcement it was about. Raises Http404 for a button we do not have."""
    by: Member = room.request.user
    if room.does("save") and chosen is None:
        return announcements.draft(event=room.event, facts=form.facts, by=by, now=now)
    if room.does("save"):
        return announcements.edit(announcement=chosen, facts=form.facts, by=by, now=now)
    if chosen is None:
        raise Http404
    if room.does("test"):
        announcements.send_test(announcement=chosen, by=by, now=now)
        said = _("A test is on its way to you alone.")
    elif room.does("send"):
        announcements.schedule(announcement=chosen, by=by, now=now)
        said = _("It leaves in ten minutes; until then you can recall it.")
    elif room.does("schedule"):
        announcements.schedule(announcement=chosen, by=by, now=now, send_at=moment.cleaned_data["send_at"])
        said = _("It is scheduled. It leaves ten minutes after that moment.")
    elif room.does("recall"):
        announcements.recall(announcement=chosen, by=by, now=now)
        said = _("It is recalled; nobody gets it.")
    else:
        raise Http404
    messages.success(room.request, said)
    return chosen


def _recallable_until(one: Announcement, now: dt.datetime) -> dt.datetime | None:
    """Until when it can be recalled, of one that was sent and has not left."""
    until = one.state_since + emails.RECALL
    return until if one.state == State.SENT and now < until else None


def _chosen(room: Room) -> Announcement | None:
    """The announcement that the address or the button names. Raises Http404 for one of another event."""
    number = room.request.POST.get("row") or room.request.GET.get("announcement")
    if not number:
        return None
    found = room.event.announcements.filter(pk=number).first() if is_number(number) else None
    if found is None:
        raise Http404
    return found
