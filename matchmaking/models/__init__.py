"""What does matchmaking know? Import from here: `from matchmaking.models import Round`."""

from matchmaking.models.collaboration import Collaboration
from matchmaking.models.exclusion import Exclusion
from matchmaking.models.feedback import Feedback, Outcome
from matchmaking.models.follow_up import FollowUp
from matchmaking.models.hand_over import HandOver
from matchmaking.models.introduction import Introduction
from matchmaking.models.layer_hint import LayerHint
from matchmaking.models.moment import Moment
from matchmaking.models.opt_in import OptIn
from matchmaking.models.round import Round
from matchmaking.models.round_part import RoundPart, RoundQuestion
from matchmaking.models.speed_plan import SpeedPlan
from matchmaking.models.tie import Tie
from matchmaking.models.wish import Wish

__all__ = [
    "Collaboration",
    "Exclusion",
    "Feedback",
    "FollowUp",
    "HandOver",
    "Introduction",
    "LayerHint",
    "Moment",
    "OptIn",
    "Outcome",
    "Round",
    "RoundPart",
    "RoundQuestion",
    "SpeedPlan",
    "Tie",
    "Wish",
]
