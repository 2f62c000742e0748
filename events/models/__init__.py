"""What do events know? One noun a module; import them from here: `from events.models import Event`."""

from events.models.announcement import Announcement
from events.models.check_in import CheckIn, Scan
from events.models.event import Event
from events.models.feed import CalendarFeed, SiteRequest
from events.models.headcount import Headcount
from events.models.move import Move
from events.models.needs import Needs
from events.models.opinion import Opinion, OpinionRoll
from events.models.programme import Session, SessionChoice, Speaker, Sponsor
from events.models.question import Answer, Question
from events.models.registration import Registration
from events.models.speed_meeting import SpeedMeetings, SpeedSeat
from events.models.staff import EventStaff, HeldPlaces

__all__ = [
    "Announcement",
    "Answer",
    "CalendarFeed",
    "CheckIn",
    "Event",
    "EventStaff",
    "Headcount",
    "HeldPlaces",
    "Move",
    "Needs",
    "Opinion",
    "OpinionRoll",
    "Question",
    "Registration",
    "Scan",
    "Session",
    "SessionChoice",
    "SiteRequest",
    "Speaker",
    "SpeedMeetings",
    "SpeedSeat",
    "Sponsor",
]
