"""How is the programme of an event made, and what does a guest put on their own agenda? (F082)

A clash is shown and not refused: the host may have a reason, and mends one thing after another.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from corridor.errors import Refused, refuse_if
from corridor.lifecycle import record
from corridor.models import Member, Organisation
from events import evening_rules, rules
from events.actions import places
from events.models import Event, Registration, Session, SessionChoice, Speaker, Sponsor

MOST_SESSIONS = 80  # an event


@transaction.atomic
def add_session(
    *, event: Event, facts: Mapping[str, object], speakers: Iterable[tuple[str, str]], by: Member, now: dt.datetime
) -> Session:
    """A new session. `facts`: its columns; `speakers`: name and what they are, in order.

    Raises Refused once the event is over, outside one's regions, and for more sessions than anybody can read.
    """
    event = places.lock(event)
    refuse_if(rules.why_not_edit(event, by))
    if event.sessions.count() >= MOST_SESSIONS:
        raise Refused(_("This programme is full: %(most)s sessions.") % {"most": MOST_SESSIONS})
    session = Session.objects.create(event=event, **facts)
    _set_speakers(session, speakers)
    record(event, action="edited", by=by, now=now, because=f"+ {session.title_en}")
    return session


@transaction.atomic
def edit_session(
    *, session: Session, facts: Mapping[str, object], speakers: Iterable[tuple[str, str]], by: Member, now: dt.datetime
) -> Session:
    """Change a session and who speaks there; guests who chose it keep it. Raises Refused as add_session."""
    event = places.lock(session.event)
    refuse_if(rules.why_not_edit(event, by))
    for name, value in facts.items():
        setattr(session, name, value)
    session.save(update_fields=[*facts])
    _set_speakers(session, speakers)
    record(event, action="edited", by=by, now=now, because=f"± {session.title_en}")
    return session


@transaction.atomic
def remove_session(*, session: Session, by: Member, now: dt.datetime) -> None:
    """Take a session out of the programme, and off the agendas of those who chose it. Raises Refused as add_session."""
    event = places.lock(session.event)
    refuse_if(rules.why_not_edit(event, by))
    session.delete()
    record(event, action="edited", by=by, now=now, because=f"− {session.title_en}")


@transaction.atomic
def add_sponsor(*, event: Event, organisation: Organisation, gives: str, by: Member, now: dt.datetime) -> Sponsor:
    """Name who makes the event possible; named already, `gives` is written anew. Raises Refused as add_session."""
    event = places.lock(event)
    refuse_if(rules.why_not_edit(event, by))
    sponsor, _new = Sponsor.objects.update_or_create(event=event, organisation=organisation, defaults={"gives": gives})
    record(event, action="edited", by=by, now=now, because=f"+ {organisation.name}")
    return sponsor


@transaction.atomic
def remove_sponsor(*, sponsor: Sponsor, by: Member, now: dt.datetime) -> None:
    """Name them no longer. Raises Refused as add_session."""
    event = places.lock(sponsor.event)
    refuse_if(rules.why_not_edit(event, by))
    sponsor.delete()
    record(event, action="edited", by=by, now=now, because=f"− {sponsor.organisation.name}")


@transaction.atomic
def choose(*, registration: Registration, session: Session, goes: bool) -> None:
    """Put a session on the guest's own agenda, or take it off. The same again changes nothing.

    Two at the same time may both stand there: the agenda says so. Raises Refused without a place in that event.
    """
    registration = places.lock_of(registration)
    refuse_if(evening_rules.why_not_choose(registration, session))
    if goes:
        SessionChoice.objects.get_or_create(registration=registration, session=session)
    else:
        SessionChoice.objects.filter(registration=registration, session=session).delete()


def _set_speakers(session: Session, speakers: Iterable[tuple[str, str]]) -> None:
    """Replace who speaks; whoever stays keeps their row, and so their link to a member."""
    wanted = list(speakers)
    standing = {(one.name, one.described_as): one for one in session.speakers.all()}
    if list(standing) == wanted:
        return
    linked = {name: one.member_id for (name, _words), one in standing.items()}
    session.speakers.all().delete()
    for name, described_as in wanted:
        Speaker.objects.create(session=session, name=name, described_as=described_as, member_id=linked.get(name))
