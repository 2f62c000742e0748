"""Why did somebody stay without an introduction, in words an organiser may read?

The engine names one rule a member. What a member chose for themselves (pause, pace, consent, who they will not meet)
is never told apart: to organisers it is all "not matchable".
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OWN = "own"
NOBODY = "nobody"

# The engine's rule -> group. Rules about a pair that are not here say only that nobody fitted.
GROUP_OF = {
    "no_consent": OWN,
    "paused": OWN,
    "pace_zero": OWN,
    "budget_spent": OWN,
    "suppressed": OWN,
    "incomplete_profile": "incomplete",
    "no_home": "incomplete",
    "no_offer_or_seek": "incomplete",
    "organisation_unverified": "organisation",
    "outside_scope": "outside",
    "no_partner_above_floor": "floor",
    "all_partners_taken": "taken",
}
# Group -> words, in the order of the report.
WORDS: dict[str, Promise] = {
    "taken": _("their best partners went to somebody else; next round they come first"),
    "floor": _("somebody was there, but no pair was good enough to ask for"),
    NOBODY: _("nobody was left whom they may be introduced to"),
    "incomplete": _("profile not complete"),
    "organisation": _("organisation not verified"),
    "outside": _("outside the regions of this round"),
    OWN: _("not to be introduced now, by their own settings"),
}


def group_of(rule: str) -> str:
    """The group an organiser reads for the engine's `rule`."""
    return GROUP_OF.get(rule, NOBODY)
