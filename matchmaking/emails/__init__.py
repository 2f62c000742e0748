"""Which mails does matchmaking send, with what in them? One function each; their only callers are actions.

What they say is in templates/emails/matchmaking/<kind>/. Everything is worded here in the reader's own language.
"""

from matchmaking.emails.after import (
    AFTER_LINK,
    DID_YOU_MEET,
    PROMISE_REMINDER,
    WHAT_CAME_OF_IT,
    after_url,
    did_you_meet,
    promise_reminder,
    what_came_of_it,
)
from matchmaking.emails.asking import (
    COME_BACK_LINK,
    DID_NOT_COME_ABOUT,
    OPT_IN_LINK,
    OPT_IN_REQUEST,
    REMINDER,
    answer_url,
    did_not_come_about,
    opt_in_request,
    paused_after_silence,
    reminder,
)
from matchmaking.emails.digest import digest
from matchmaking.emails.making import INTRODUCTION_MADE, MOMENTS_LINK, introduction_made, moments_url
from matchmaking.emails.moments import MOMENT_AGREED, moment_agreed

__all__ = [
    "AFTER_LINK",
    "COME_BACK_LINK",
    "DID_NOT_COME_ABOUT",
    "DID_YOU_MEET",
    "INTRODUCTION_MADE",
    "MOMENTS_LINK",
    "MOMENT_AGREED",
    "OPT_IN_LINK",
    "OPT_IN_REQUEST",
    "PROMISE_REMINDER",
    "REMINDER",
    "WHAT_CAME_OF_IT",
    "after_url",
    "answer_url",
    "did_not_come_about",
    "did_you_meet",
    "digest",
    "introduction_made",
    "moment_agreed",
    "moments_url",
    "opt_in_request",
    "paused_after_silence",
    "promise_reminder",
    "reminder",
    "what_came_of_it",
]
