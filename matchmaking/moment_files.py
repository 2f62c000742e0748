"""What goes into both calendars once a half-day suits both? An .ics file, the same every time (F107)."""

from corridor import calendar_files
from corridor.models import Member
from matchmaking import excuse_words
from matchmaking.halfdays import HalfDay
from matchmaking.models import Introduction
from matchmaking.queries import moments


def attachment(introduction: Introduction, half: HalfDay, reader: Member) -> tuple[str, str, str]:
    """The .ics of a half-day that suits both, as (file name, type, text); for `reader`, one of the two."""
    other = introduction.other(reader)
    text = calendar_files.one_event(
        name=f"moment-{moments.digest(introduction, half)}",
        starts_at=half.starts_at,
        ends_at=half.ends_at,
        title=f"{reader} × {other}",
        place=excuse_words.place_of(introduction, half.day),
        text="",
        said_at=introduction.made_at,
    )
    return f"{half.slug}.ics", calendar_files.MIME, text
