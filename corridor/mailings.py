"""Which mails can a person stop one by one, and in what words? Everything that is not listed here is essential.

Essential mails carry no List-Unsubscribe header: sign-in codes are asked for, and a double opt-in is the question
itself; those say how to pause instead. Kinds of upper apps are named as strings, so the ground imports none of them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Kind -> what stops, as the unsubscribe page says it.
OPTIONAL: dict[str, Promise] = {
    "corridor.welcome": _("the welcome mail to new members"),
    "corridor.organisation_verified": _("the mail that says your organisation was verified"),
    "matchmaking.did_not_come_about": _("the mail that says an introduction did not come about"),
    "matchmaking.did_you_meet": _("the question whether you met whom we introduced you to"),
    "matchmaking.what_came_of_it": _("the question what came of an introduction"),
    "matchmaking.promise_reminder": _("the reminder of a promise you noted"),
}

# Codes that somebody asks for and notices about an account's safety: no wish not to be written to is meant for them.
_ACCOUNT = "account."

# Questions about a new introduction: not sent any more once the member paused, whatever was queued before.
ASKS = frozenset({"matchmaking.opt_in_request"})

# Mails that give one member's address to another (Reply-To holds both): not sent any more once either has stopped.
HANDS_OVER = frozenset({"matchmaking.introduction_made"})


def what_stops(kind: str) -> str:
    """What a person no longer gets after stopping `kind`; the empty kind is everything except what they ask for."""
    if not kind:
        return str(_("all our mail, introductions included, except what keeps your account safe"))
    return str(OPTIONAL.get(kind, _("this kind of mail")))


def is_about_the_account(kind: str) -> bool:
    """Whether mails of `kind` go out although the person stopped all mail."""
    return kind.startswith(_ACCOUNT)
