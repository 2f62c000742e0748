"""A guest of whom events hold something of everything, and a walk over the tables that reach a person."""

import datetime as dt
import uuid

from django.apps import apps
from django.db.models import ForeignKey, Model

from corridor.lifecycle import record
from corridor.models import ExperimentSite, Member
from events.models import (
    Announcement,
    Answer,
    CalendarFeed,
    CheckIn,
    Event,
    EventStaff,
    Needs,
    OpinionRoll,
    Question,
    Registration,
    Scan,
    SessionChoice,
    SiteRequest,
    Speaker,
    SpeedSeat,
)
from tests import make

MARK = "zzqxmark"


def of(event: Event, member: Member, now: dt.datetime, **fields) -> Registration:
    """The place of `member` in `event`, with a row in every table that reaches either, and words of theirs in it."""
    values = {
        "companion": f"{MARK} companion",
        "photo": "none",
        "is_listed": True,
        "excused_because": f"{MARK} excused",
        "late_because": f"{MARK} late",
        "promoted_by": f"{MARK} rule",
        "asked_again_at": now,
        "still_comes_at": now,
        **fields,
    }
    place = make.registration(event, member, **values)
    make.registration(event, state="cancelled", taken_over_from=place)
    question = Question.objects.create(event=event, position=event.questions.count() + 1, text_nl="?", text_en="?")
    Answer.objects.create(registration=place, question=question, value=f"{MARK} answer")
    Needs.objects.create(registration=place, diet=f"{MARK} diet", access="x", consented_at=now, text_version="x")
    session = make.session(event)
    SessionChoice.objects.create(registration=place, session=session)
    Speaker.objects.create(session=session, member=member, name=f"{MARK} speaks", described_as=f"{MARK} of")
    at = event.starts_at + dt.timedelta(minutes=7)
    CheckIn.objects.create(registration=place, at=at, by=member, gate=f"{MARK} gate")
    scan = {
        "event": event,
        "at": at,
        "received_at": at,
        "by": member,
        "device": f"{MARK} phone",
        "gate": f"{MARK} gate",
    }
    Scan.objects.create(registration=place, nonce=uuid.uuid4(), outcome="admitted", **scan)
    OpinionRoll.objects.create(registration=place, asked_at=now, has_answered=True)
    meetings = make.speed_meetings(event, {1: [[place]]})
    SpeedSeat.objects.filter(meetings=meetings).update(because={"en": f"{MARK} talk"})
    Event.objects.filter(pk=event.pk).update(organiser=member)
    EventStaff.objects.create(event=event, member=member, role="host", added_by=member, added_at=now)
    CalendarFeed.objects.create(member=member, made_at=now)
    site, _new = ExperimentSite.objects.get_or_create(
        slug="lab", defaults={"what_nl": "Een lab", "what_en": "A lab", "region": event.region}
    )
    asked = SiteRequest.objects.create(site=site, member=member, text=f"{MARK} try", asked_at=now, state_since=now)
    Announcement.objects.create(
        event=event, subject_nl="x", subject_en="x", text_nl="x", text_en="x", by=member, state_since=now
    )
    record(place, action="excused", by=make.member(), now=now, because=f"{MARK} written by a host")
    record(asked, action="moved", by=make.member(), now=now, because=f"{MARK} written by an organiser")
    record(event, action="staff added", by=member, now=now, because=member.label)
    return place


def ways() -> dict[tuple[type[Model], str], str]:
    """(model, name of its foreign key) -> the look-up that ends at a member; for every table of events that has one."""
    models = apps.get_app_config("events").get_models(include_auto_created=True)
    fields = [field for model in models for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    found = {(field.model, field.name): _end(field.related_model) for field in fields}
    return {key: "__".join(filter(None, (key[1], end))) for key, end in found.items() if end is not None}


def _end(target: type[Model]) -> str | None:
    """From a row of `target` to the person it is of; None when it is of nobody, as an event is."""
    if target is Member:
        return ""
    names = {field.name: field.related_model for field in target._meta.concrete_fields if field.related_model}
    return next(
        (f"{name}__{_end(names[name])}".strip("_") for name in ("registration", "member") if name in names), None
    )
