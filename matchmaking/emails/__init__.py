"""Which mails does matchmaking send, with what in them? One function each; their only callers are actions.

What they say is in templates/emails/matchmaking/<kind>/. Everything is worded here in the reader's own language.
"""

from matchmaking.emails.asking import (
    DID_NOT_COME_ABOUT,
    OPT_IN_LINK,
    OPT_IN_REQUEST,
    answer_url,
    did_not_come_about,
    opt_in_request,
)
from matchmaking.emails.making import INTRODUCTION_MADE, introduction_made

__all__ = [
    "DID_NOT_COME_ABOUT",
    "INTRODUCTION_MADE",
    "OPT_IN_LINK",
    "OPT_IN_REQUEST",
    "answer_url",
    "did_not_come_about",
    "introduction_made",
    "opt_in_request",
]
