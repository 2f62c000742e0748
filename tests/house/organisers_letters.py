"""How do the mails come to be written that organisers cause or read? For test_emails.py."""

import datetime as dt

from corridor.models import ExperimentSite, Member, OutboxEmail
from events import emails as events_emails
from events.models import EventStaff, Move, SiteRequest
from tests import make


def _as_staff(reader: Member, now) -> OutboxEmail:
    """To `reader`, who hosts an event whose title is as nasty as they come."""
    event = make.event(title_nl=f"Avond {reader.name}"[:120], title_en=f"Evening {reader.name}"[:120])
    row = EventStaff.objects.create(event=event, member=reader, role="host", added_by=make.member(), added_at=now)
    return events_emails.staff_added(staff=row, now=now)


def _about_a_site(reader: Member, now) -> OutboxEmail:
    """To `reader`, who organises where somebody asks for a site in nasty words."""
    site = ExperimentSite.objects.create(
        slug="lab-of-letters", what_nl="Een lab", what_en="A lab", region=make.region("mra")
    )
    asker, words = make.member(reader.name), f"<b>{reader.name}</b> at www.evil.example"
    request = SiteRequest.objects.create(site=site, member=asker, text=words, asked_at=now, state_since=now)
    return events_emails.site_asked(request=request, organiser=reader, now=now)


def _moved(reader: Member, now) -> OutboxEmail:
    """To `reader`, a guest: moved to another day and from another place, both worded as nastily as their own name."""
    event = make.event(title_nl=f"Avond {reader.name}"[:120], title_en=f"Evening {reader.name}"[:120])
    was = {"starts_at": event.starts_at - dt.timedelta(days=3), "ends_at": event.ends_at - dt.timedelta(days=3)}
    because = f"<i>{event.title}</i>"
    move = Move.objects.create(event=event, sequence=1, at=now, because=because, place=event.title, **was)
    return events_emails.moved(registration=make.registration(event, reader), move=move, now=now)


KINDS = {"events.staff_added": _as_staff, "events.site_asked": _about_a_site, "events.moved": _moved}
