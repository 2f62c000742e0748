"""Which mails may a person turn off, gather or stop one by one, and in what words? Kind by kind, in one table.

Every kind has exactly one place (F025): a category, for which each member chooses how often; ESSENTIAL, what keeps an
account safe, what both agreed to, and what concerns a place they took themselves; or DIGEST, which carries what was
gathered. Kinds of upper apps are named as strings, so the ground imports none of them.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from corridor.models import MailPreference

Category = MailPreference.Category
ESSENTIAL, DIGEST = "essential", "digest"

PLACES: dict[str, str] = {
    "account.already_exists": ESSENTIAL,
    "account.confirm_address": ESSENTIAL,
    "account.erased": ESSENTIAL,
    "account.login_code": ESSENTIAL,
    "account.notice": ESSENTIAL,
    "account.password_code": ESSENTIAL,
    "corridor.organisation_verified": Category.NEWS,
    "corridor.welcome": Category.NEWS,
    "events.announcement": Category.EVENTS,
    "events.at_risk": Category.EVENTS,
    "events.cancelled": ESSENTIAL,  # whoever has a place would travel in vain
    "events.declined": ESSENTIAL,  # the answer to what they asked
    "events.given_up": ESSENTIAL,  # the answer to a button they pressed
    "events.hand_over": Category.EVENTS,
    "events.invited": Category.EVENTS,
    "events.late_cancel": ESSENTIAL,  # whoever runs it has a chair to fill
    "events.moved": ESSENTIAL,  # whoever has a place would travel to the old one
    "events.offer_lapsed": ESSENTIAL,
    "events.offered": ESSENTIAL,  # what they wait for, and not for long
    "events.opinion": Category.EVENTS,
    "events.registered": ESSENTIAL,  # the answer to a button they pressed
    "events.site_asked": ESSENTIAL,  # a member waits for the answer of whoever organises there
    "events.staff_added": ESSENTIAL,  # work that an organiser counts on, with the way to the door
    "events.reminder": Category.EVENTS,
    "events.still_coming": ESSENTIAL,  # who does not answer is listed as at risk, so the question must arrive
    "matchmaking.did_not_come_about": Category.INTRODUCTIONS,
    "matchmaking.did_you_meet": Category.INTRODUCTIONS,
    "matchmaking.digest": DIGEST,
    "matchmaking.introduction_made": ESSENTIAL,  # both agreed to exactly this mail; stopping before it is a stop
    "matchmaking.moment_agreed": Category.INTRODUCTIONS,
    "matchmaking.opt_in_request": Category.INTRODUCTIONS,
    "matchmaking.promise_reminder": Category.INTRODUCTIONS,
    "matchmaking.what_came_of_it": Category.INTRODUCTIONS,
    "matchmaking.paused_after_silence": Category.INTRODUCTIONS,
    "matchmaking.reminder": Category.INTRODUCTIONS,
}

# What each category is about, as the page says it on which one chooses.
ABOUT: dict[str, Promise] = {
    Category.INTRODUCTIONS: _("Whether you would like to meet somebody, and what came of it."),
    Category.TABLES: _("Invitations to a place at a dinner table."),
    Category.EVENTS: _("Dinners, meetups and galas that are coming."),
    Category.NEWS: _("What happened to your profile and your organisation."),
}

# Kind -> what stops, as pages say it. These carry List-Unsubscribe (S-29); the others are essential, or are turned off
# as a category.
OPTIONAL: dict[str, Promise] = {
    "corridor.welcome": _("the welcome mail to new members"),
    "corridor.organisation_verified": _("the mail that says your organisation was verified"),
    "events.invited": _("invitations to events"),
    "events.hand_over": _("the question whether to take over somebody's place in an event"),
    "events.announcement": _("what hosts tell the guests of an event, such as another room"),
    "events.at_risk": _("the list of guests who did not say whether they still come to an event you host"),
    "events.opinion": _("the question what you thought of an event you came to"),
    "events.reminder": _("the reminder of an event, a week before"),
    "matchmaking.moment_agreed": _("the mail with a half-day that suits you both"),
    "matchmaking.did_not_come_about": _("the mail that says an introduction did not come about"),
    "matchmaking.did_you_meet": _("the question whether you met whom we introduced you to"),
    "matchmaking.what_came_of_it": _("the question what came of an introduction"),
    "matchmaking.promise_reminder": _("the reminder of a promise you noted"),
    "matchmaking.digest": _("the mail that gathers what happened in a week or a month"),
    "matchmaking.opt_in_request": _("the question whether to be introduced, so nobody is introduced to you"),
    "matchmaking.reminder": _("the reminder of a proposal you have not answered"),
}

# Codes that somebody asks for and notices about an account's safety: no wish not to be written to is meant for them.
_ACCOUNT = "account."

# Questions about a new introduction: not sent any more once the member paused, whatever was queued before.
ASKS = frozenset({"matchmaking.opt_in_request", "matchmaking.reminder"})

# Mails that give one member's address to another (Reply-To holds both): not sent any more once either has stopped.
HANDS_OVER = frozenset({"matchmaking.introduction_made"})

# Kind -> who knows what else may keep such mails here. Asked right before they leave, with the numbers of what they are
# about; gives the numbers of those about which none may leave.
LAST_QUESTIONS = {"matchmaking.introduction_made": "matchmaking.queries.stops.refused"}


def place_of(kind: str) -> str:
    """Where `kind` belongs: a category, ESSENTIAL or DIGEST. What nobody placed is essential: better one too many."""
    return PLACES.get(kind, ESSENTIAL)


def is_essential(kind: str) -> bool:
    """Whether no choice of how often holds mails of `kind` back."""
    return place_of(kind) == ESSENTIAL


def what_stops(kind: str) -> str:
    """What a person no longer gets after stopping `kind`; the empty kind is everything except what they ask for."""
    if not kind:
        return str(_("all our mail, introductions included, except what keeps your account safe"))
    return str(OPTIONAL.get(kind, _("this kind of mail")))


def is_about_the_account(kind: str) -> bool:
    """Whether mails of `kind` go out although the person stopped all mail."""
    return kind.startswith(_ACCOUNT)
