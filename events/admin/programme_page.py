"""How does a host make the programme? One page: what there is, what clashes, a form for one session, the sponsors."""

from collections.abc import Callable, Iterator

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from corridor import clock, exports
from events.actions import programme
from events.admin.room import Room
from events.forms.programme import SessionForm, SponsorForm
from events.models import Session
from events.queries import sessions


def page(room: Room) -> HttpResponse:
    """GET shows it (?session=… with that one in the form); POST adds, changes or removes a session or a sponsor."""
    rows = sessions.of_event(room.event)
    chosen = _chosen(room, rows)
    form = SessionForm(room.request.POST if room.does("save") else None, event=room.event, instance=chosen)
    sponsor_form = SponsorForm(room.request.POST if room.does("sponsor") else None)
    if room.posted and not (form.errors or sponsor_form.errors):
        done = room.try_to(*_press(room, chosen, form, sponsor_form))
        if done:
            return done
    if room.posted:
        rows = sessions.of_event(room.event)  # without what a form that does not fit has written into them
    return room.page(
        "admin/events/event/programme.html",
        _("Programme"),
        sessions=rows,
        chosen=chosen,
        clashes=sessions.clashes(room.event, rows),
        sponsors=sessions.sponsors(room.event),
        form=form,
        sponsor_form=sponsor_form,
    )


def _press(
    room: Room, chosen: Session | None, form: SessionForm, sponsor_form: SponsorForm
) -> tuple[Callable[[], object], str]:
    """What the pressed button does, and what is said once it is done. Raises Http404 for a button we do not have."""
    who, event = {"by": room.request.user, "now": clock.now()}, room.event
    if room.does("save"):
        given = {"facts": form.facts, "speakers": form.cleaned_data["speakers"], **who}
        said = _("The programme is saved.")
        if chosen is None:
            return lambda: programme.add_session(event=event, **given), said
        chosen.refresh_from_db()  # the form has written into it already, and the action says what changed
        return lambda: programme.edit_session(session=chosen, **given), said
    if room.does("remove") and chosen:
        return lambda: programme.remove_session(session=chosen, **who), _("The session is out of the programme.")
    if room.does("sponsor"):
        return lambda: programme.add_sponsor(event=event, **sponsor_form.cleaned_data, **who), _("Saved.")
    if room.does("unsponsor"):
        sponsor = room.chosen(event.sponsors.all())
        return lambda: programme.remove_sponsor(sponsor=sponsor, **who), _("Saved.")
    raise Http404


def listed(room: Room) -> tuple[list[str], Iterator[tuple]]:
    """The programme as a file."""
    rows = (
        (
            *(exports.in_words(moment) for moment in (one.starts_at, one.ends_at)),
            *(one.title, one.room, ", ".join(speaker.name for speaker in one.speakers.all())),
        )
        for one in sessions.of_event(room.event)
    )
    return [_("Starts"), _("Ends"), _("Session"), _("Room"), _("Who speaks")], rows


def _chosen(room: Room, rows: list[Session]) -> Session | None:
    """The session that the address or the button names. Raises Http404 for one of another event."""
    asked = room.request.POST.get("row") if room.does("save") or room.does("remove") else None
    number = asked or room.request.GET.get("session")
    if not number:
        return None
    found = next((one for one in rows if str(one.pk) == number), None)
    if found is None:
        raise Http404
    return found
