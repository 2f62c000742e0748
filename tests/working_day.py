"""What if the tests run on a Sunday? The product mails no questions then, so a clock goes on."""

import datetime as dt

from corridor import clock
from matchmaking import dates

# In the morning, with another working day after it, so that no test sees its day end.
MORNING = dt.time(10)


def move_the_demos_clock() -> None:
    """Move the demo's clock ahead to ten in the morning of a working day before a working day."""
    now = clock.now()
    day = dates.local_day(now) + dt.timedelta(days=1)
    while not (dates.is_working_day(day) and dates.is_working_day(day + dt.timedelta(days=1))):
        day += dt.timedelta(days=1)
    clock.move_demo(dt.datetime.combine(day, MORNING, tzinfo=dates.AMSTERDAM) - now)
