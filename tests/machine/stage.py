"""On what do the lives of the state machine play? The same people for all of them, and what is counted."""

from collections import Counter
from dataclasses import dataclass, field

from corridor.models import Member
from tests.machine.looking import Changes, Look
from tests.rewinding import Counts


@dataclass
class Stage:
    """The people, made once; every example plays on the same stage and takes everything back at its end."""

    people: list[Member]
    root: Member
    look: Look
    changes: Changes
    counts: Counts
    examples: int = 0
    happened: Counter[str] = field(default_factory=Counter)

    @property
    def steps(self) -> int:
        """How much happened: what somebody did, and each run of a task."""
        return self.happened.total()
