"""Builders for tests: plain keywords, small defaults, nothing you did not ask for."""

from tests.make.corridor import layer, member, organisation, organiser, profile, region, synergy, topic, venue
from tests.make.mail import mail, state_of
from tests.make.matchmaking import introduction, matching_round, pair

__all__ = [
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
    "state_of",
    "synergy",
    "topic",
    "venue",
]
