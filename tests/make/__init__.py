"""Builders for tests: plain keywords, small defaults, nothing you did not ask for."""

from tests.make.corridor import (
    layer,
    member,
    organisation,
    organiser,
    profile,
    region,
    synergy,
    topic,
    travel_time,
    venue,
    visit,
)
from tests.make.events import check_in, event, registration, session, speed_meetings, staff, table
from tests.make.mail import chose, mail, state_of
from tests.make.matchmaking import introduction, matching_round, pair

__all__ = [
    "check_in",
    "chose",
    "event",
    "introduction",
    "layer",
    "mail",
    "matching_round",
    "member",
    "organisation",
    "organiser",
    "pair",
    "profile",
    "region",
    "registration",
    "session",
    "speed_meetings",
    "staff",
    "state_of",
    "synergy",
    "table",
    "topic",
    "travel_time",
    "venue",
    "visit",
]
