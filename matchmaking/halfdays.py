"""What is a half-day, and which ones may two people choose from? Plain functions of a date (F107)."""

import datetime as dt
import re
from dataclasses import dataclass

from matchmaking.dates import AMSTERDAM, is_working_day
from matchmaking.models import Moment

WORKING_DAYS = 15  # the coming three working weeks
Part = Moment.Part
HOURS = {Part.MORNING: (dt.time(9), dt.time(12)), Part.AFTERNOON: (dt.time(13), dt.time(17))}
_SLUG = re.compile(r"(\d{4}-\d{2}-\d{2})-(morning|afternoon)", re.ASCII)


@dataclass(frozen=True, slots=True)
class HalfDay:
    """The morning or the afternoon of a day."""

    day: dt.date
    part: str

    @property
    def slug(self) -> str:
        """How forms and addresses name it."""
        return f"{self.day.isoformat()}-{self.part}"

    @property
    def words(self) -> str:
        """Its half, in the active language."""
        return str(Part(self.part).label)

    @property
    def starts_at(self) -> dt.datetime:
        return dt.datetime.combine(self.day, HOURS[Part(self.part)][0], tzinfo=AMSTERDAM)

    @property
    def ends_at(self) -> dt.datetime:
        return dt.datetime.combine(self.day, HOURS[Part(self.part)][1], tzinfo=AMSTERDAM)


def read(slug: str) -> HalfDay | None:
    """The half-day that a form or address names; None when it names none."""
    found = _SLUG.fullmatch(slug)
    try:
        return HalfDay(dt.date.fromisoformat(found[1]), found[2]) if found else None
    except ValueError:  # the 31st of February
        return None


def to_choose(today: dt.date) -> list[HalfDay]:
    """Both halves of the coming fifteen working days, tomorrow's first."""
    days, day = [], today
    while len(days) < WORKING_DAYS:
        day += dt.timedelta(days=1)
        if is_working_day(day):
            days.append(day)
    return [HalfDay(day, part) for day in days for part in Part.values]
