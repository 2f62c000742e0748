"""Which records does matchmaking bring to the console? Each module registers its desks; answers have none."""

from matchmaking.admin import collaborations, exclusions, introductions, rounds, soundness, speed_meetings, wishes

__all__ = ["collaborations", "exclusions", "introductions", "rounds", "soundness", "speed_meetings", "wishes"]
