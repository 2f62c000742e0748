"""What does matchmaking know? Import from here: `from matchmaking.models import Round`."""

from matchmaking.models.exclusion import Exclusion
from matchmaking.models.introduction import Introduction
from matchmaking.models.opt_in import OptIn
from matchmaking.models.round import Round
from matchmaking.models.round_part import RoundPart, RoundQuestion
from matchmaking.models.tie import Tie

__all__ = ["Exclusion", "Introduction", "OptIn", "Round", "RoundPart", "RoundQuestion", "Tie"]
