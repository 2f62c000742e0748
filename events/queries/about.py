"""What do events hold of one member? Every line of it, of whatever kind, in one query; for their page and file (F100).

Not what they thought of an event: that has no author (F084).
"""

import datetime as dt
from typing import NamedTuple

from django.db.models import CharField, DateTimeField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from corridor.models import Member
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


class Line(NamedTuple):
    """One thing that is kept. `place`: the number of the registration it belongs to, 0 for none. `nl` and `en` name
    what it is about, `text` is what was said, `code` a choice of its model. Columns that a kind does not have are
    empty."""

    kind: str
    place: int
    pk: int
    nl: str
    en: str
    text: str
    code: str
    number: int
    at: dt.datetime | None
    begins: dt.datetime | None


def everything(member: Member) -> list[Line]:
    """In: a member. Out: all lines, in the order in which they were written, kind after kind. One query."""
    places, mine = Registration.objects.filter(member=member), {"registration__member": member}
    event = {"nl": "event__title_nl", "en": "event__title_en", "begins": "event__starts_at"}
    session = {"nl": "session__title_nl", "en": "session__title_en", "begins": "session__starts_at"}
    own, its = {"place": "pk"}, {"place": "registration"}
    parts = [
        _of(places, "place", **own, **event, code="state", number="turn", at="registered_at"),
        _of(places.exclude(companion=""), "companion", **own, text="companion"),
        _of(places.exclude(photo=""), "photo", **own, code="photo"),
        _of(places.filter(is_listed=True), "listed", **own),
        _of(places.filter(hides_attendance=True), "hides", **own),
        _of(places.exclude(promoted_by=""), "rule", **own, text="promoted_by"),
        _of(places.exclude(late_because=""), "late", **own, text="late_because"),
        _of(places.exclude(excused_because=""), "excused", **own, text="excused_because"),
        _of(places.exclude(offer_until=None), "offer", **own, at="offer_until"),
        _of(places.exclude(asked_again_at=None), "asked again", **own, at="asked_again_at"),
        _of(places.exclude(still_comes_at=None), "still comes", **own, at="still_comes_at"),
        _of(places.exclude(taken_over_from=None), "taken over", **own),
        _of(Needs.objects.filter(**mine), "diet", **its, text="diet", code="text_version", at="consented_at"),
        _of(Needs.objects.filter(**mine), "access", **its, text="access", code="text_version", at="consented_at"),
        _of(
            Answer.objects.filter(**mine),
            "answer",
            **its,
            nl="question__text_nl",
            en="question__text_en",
            text="value",
            code="question__kind",
            number="question",
        ),
        _of(SessionChoice.objects.filter(**mine), "session", **its, **session),
        _of(SpeedSeat.objects.filter(**mine), "seat", **its, text="turn", number="table"),
        _of(CheckIn.objects.filter(**mine), "arrival", **its, text="gate", at="at"),
        _of(Scan.objects.filter(**mine), "scan", **its, text="gate", code="outcome", at="at"),
        _of(OpinionRoll.objects.filter(**mine), "opinion", **its, at="asked_at"),
        _of(OpinionRoll.objects.filter(**mine, has_answered=True), "opinion given", **its),
        _of(Event.objects.filter(organiser=member), "organises", nl="title_nl", en="title_en", begins="starts_at"),
        _of(EventStaff.objects.filter(member=member), "works", **event, code="role", at="added_at"),
        _of(
            Speaker.objects.filter(member=member),
            "speaks",
            **session,
            text="described_as",
            code="name",
        ),
        _of(
            Announcement.objects.filter(by=member),
            "announced",
            nl="subject_nl",
            en="subject_en",
            code="state",
            at="state_since",
        ),
        _of(
            SiteRequest.objects.filter(member=member),
            "site",
            nl="site__what_nl",
            en="site__what_en",
            text="text",
            code="state",
            at="asked_at",
        ),
        _of(CalendarFeed.objects.filter(member=member), "feed", number="version", at="made_at"),
    ]
    return sorted(map(Line._make, parts[0].union(*parts[1:], all=True)), key=lambda line: (line.kind, line.pk))


def choices(questions: set[int]) -> dict[int, Question]:
    """Those of `questions` of which one chose among several, to say what was chosen. One query; none for none."""
    return Question.objects.in_bulk(questions) if questions else {}


def _of(rows: QuerySet, kind: str, **columns: str) -> QuerySet:
    """The `rows` with the columns of Line; typed even where they are empty, which PostgreSQL asks for."""
    told: list[Combinable] = [Value(kind), F(columns["place"]) if "place" in columns else Value(0), F("pk")]
    for name in ("nl", "en", "text", "code"):
        told.append(Cast(F(columns[name]), CharField()) if name in columns else Value(""))
    told.append(F(columns["number"]) if "number" in columns else Value(0))
    for name in ("at", "begins"):
        told.append(F(columns[name]) if name in columns else Cast(Value(None), DateTimeField()))
    return rows.order_by().values_list(*told)
