"""How does a state look and what is it called? One table: "model.state" -> words and line style.

The line is the status everywhere: dotted while prepared, dashed once sent, yellow when twice yes, faint when it ended.
"""

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

register = template.Library()

LINES = ("proposed", "sent", "accepted", "met", "declined")
STATES: dict[str, tuple[str | Promise, str]] = {
    "introduction.proposed": (_("In preparation"), "proposed"),
    "introduction.offered": (_("Both asked"), "sent"),
    "introduction.made": (_("Twice yes"), "accepted"),
    "introduction.declined": (_("Did not go ahead"), "declined"),
    "introduction.expired": (_("Did not go ahead"), "declined"),
    "introduction.withdrawn": (_("Taken back"), "declined"),
    "introduction.dropped": (pgettext_lazy("state", "Set aside"), "declined"),
    # What one side may see of an introduction (matchmaking/queries/inbox.py).
    "standing.asked": (_("Waits for your answer"), "sent"),
    "standing.waiting": (_("You said yes"), "sent"),
    "standing.made": (_("Twice yes"), "accepted"),
    "standing.lapsed": (_("Did not go ahead"), "declined"),
    "round.planned": (_("Planned"), "proposed"),
    "round.frozen": (_("Being computed"), "proposed"),
    "round.proposed": (_("To be read"), "sent"),
    "round.approved": (_("Approved"), "accepted"),
    "round.closed": (_("Closed"), "met"),
    "round.cancelled": (_("Cancelled"), "declined"),
    "event.draft": (_("Draft"), "proposed"),
    "event.published": (_("Registration open"), "sent"),
    "event.closed": (_("Registration closed"), "sent"),
    "event.held": (_("Was held"), "met"),
    "event.cancelled": (_("Cancelled"), "declined"),
    "event.archived": (_("Put away"), "declined"),
    "registration.invited": (_("You are invited"), "sent"),
    "registration.pending": (_("The host decides"), "sent"),
    "registration.offered": (_("A place is kept for you"), "sent"),
    "registration.declined": (_("Not this time"), "declined"),
    "registration.lapsed": (_("Passed on"), "declined"),
    "registration.confirmed": (_("You are coming"), "accepted"),
    "registration.waitlisted": (_("You wait for a place"), "sent"),
    "registration.cancelled": (_("Cancelled"), "declined"),
    # The same for whoever hosts.
    "guest.invited": (_("Invited"), "proposed"),
    "guest.pending": (_("Asks for a place"), "sent"),
    "guest.waitlisted": (_("Waits"), "sent"),
    "guest.offered": (_("Was offered a place"), "sent"),
    "guest.confirmed": (_("Comes"), "accepted"),
    "guest.declined": (_("Declined"), "declined"),
    "guest.lapsed": (_("Let it pass"), "declined"),
    "guest.cancelled": (_("Gave it back"), "declined"),
    "siterequest.asked": (_("Waits for an answer"), "sent"),
    "siterequest.answered": (_("Answered"), "met"),
    "announcement.draft": (_("Draft"), "proposed"),
    "announcement.scheduled": (_("Scheduled"), "proposed"),
    "announcement.sent": (_("Sent"), "accepted"),
    "announcement.recalled": (_("Recalled"), "declined"),
    "outboxemail.queued": (_("Waits to be sent"), "proposed"),
    "outboxemail.sending": (_("Being sent"), "sent"),
    "outboxemail.sent": (_("Sent"), "accepted"),
    "outboxemail.failed": (_("Could not be sent"), "declined"),
    "outboxemail.withdrawn": (_("Withdrawn"), "declined"),
}


def key_of(state: object) -> str:
    """The table's key: `state` itself when it is text, else made from the thing's model and its state."""
    return state if isinstance(state, str) else f"{state._meta.model_name}.{state.state}"


def line(state: object) -> str:
    """The line style of a thing, of a "model.state", or of a line style itself."""
    key = key_of(state)
    return key if key in LINES else STATES[key][1]


@register.simple_tag
def state_word(state: object, words: str = "") -> SafeString:
    """A state in words behind its line; `words` replaces the table's ("Met on 3 September")."""
    return format_html('<span class="state" data-state="{}">{}</span>', line(state), words or STATES[key_of(state)][0])
