"""What is each kind of mail called on pages, and which kinds may organisers not see at all?

Kinds of upper apps are named as strings, so the ground imports none of them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Promise] = {
    "account.already_exists": _("Sign-up with a known address"),
    "account.confirm_address": _("Code to confirm the address"),
    "account.erased": _("Confirmation that an account was erased"),
    "account.login_code": _("Sign-in code"),
    "account.notice": _("Notice about the account"),
    "account.password_code": _("Code for a new password"),
    "corridor.organisation_verified": _("Organisation verified"),
    "corridor.welcome": _("Welcome"),
    "events.announcement": _("Announcement of a host"),
    "events.at_risk": _("Guests who did not answer"),
    "events.cancelled": _("Event cancelled"),
    "events.declined": _("No place in an event"),
    "events.given_up": _("Place given back"),
    "events.hand_over": _("Question whether to take over a place"),
    "events.invited": _("Invitation to an event"),
    "events.late_cancel": _("Place given back late, to the hosts"),
    "events.offer_lapsed": _("Offered place that passed on"),
    "events.offered": _("Offered place"),
    "events.moved": _("Event moved"),
    "events.opinion": _("Question what one thought of an event"),
    "events.registered": _("Place in an event"),
    "events.site_asked": _("Question about an experiment site"),
    "events.staff_added": _("A role at an event"),
    "events.reminder": _("Reminder of an event"),
    "events.still_coming": _("Question whether one still comes"),
    "matchmaking.did_not_come_about": _("Introduction did not come about"),
    "matchmaking.did_you_meet": _("Question whether the two met"),
    "matchmaking.digest": _("What was gathered"),
    "matchmaking.introduction_made": _("The two are introduced"),
    "matchmaking.moment_agreed": _("A half-day that suits both"),
    "matchmaking.opt_in_request": _("Question whether to be introduced"),
    "matchmaking.paused_after_silence": _("Paused after three questions without an answer"),
    "matchmaking.promise_reminder": _("Reminder of a promise"),
    "matchmaking.reminder": _("Reminder of a question"),
    "matchmaking.what_came_of_it": _("Question what came of an introduction"),
}

# Whoever gets one of these said yes, said nothing yet, promised something, or has not turned away from the other since
# they met: seeing that it exists is seeing that (F003, F044, F060, F061). A digest may be nothing but such a mail, and
# shows besides how often a member wants to read.
TELL_AN_ANSWER = (
    "matchmaking.did_not_come_about",
    "matchmaking.did_you_meet",
    "matchmaking.digest",
    "matchmaking.paused_after_silence",
    "matchmaking.promise_reminder",
    "matchmaking.reminder",
    "matchmaking.what_came_of_it",
)


def name_of(kind: str) -> str:
    """The name of `kind`; the kind itself when nobody named it yet."""
    return str(NAMES.get(kind, kind))
