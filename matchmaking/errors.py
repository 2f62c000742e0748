"""Which expected noes does matchmaking have? Each carries a sentence for a person; faces tell them apart by class."""

from corridor.errors import Refused


class RoundTaken(Refused):
    """There is a round for this scope already: of this period, or one that is still open."""


class RoundNotReady(Refused):
    """The round is not in the state this needs."""


class RoundBusy(Refused):
    """Another worker is computing this round."""


class NotYours(Refused):
    """The introduction is not this member's (faces answer 404)."""


class AnswerClosed(Refused):
    """The answer came too late, or took back what can no longer be taken back (faces answer 409)."""
