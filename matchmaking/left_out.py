"""Why did somebody stay without an introduction, or a pair unproposed, in words an organiser may read?

The engine names one rule a member and one a pair. What a member chose for themselves (pause, pace, consent, who they
will not meet) is never told apart: to organisers it is all "not matchable". Nor is what lies between two people: that
they met, were asked, said no or are blocked would tell who answered what (F003).
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


# The rule -> what the member themselves reads. Their own settings are theirs to know. What lies with others is one
# sentence, whether somebody was taken, blocked, asked before, or their proposal was set aside (F003).
TO_ONESELF: dict[str, Promise] = {
    "no_consent": _("You had not said yes to being introduced."),
    "paused": _("You had paused introductions."),
    "pace_zero": _("You had asked for no introductions."),
    "budget_spent": _("You had been asked as often as you want to be."),
    "suppressed": _("Our mails to your address were stopped."),
    "incomplete_profile": _("Your profile was not complete."),
    "no_home": _("We did not know your region."),
    "no_offer_or_seek": _("Nothing you bring or seek was valid that day."),
    "organisation_unverified": _("Your organisation was not verified yet."),
    "outside_scope": _("You were outside the regions of this round."),
    "no_partner_above_floor": _("Somebody was there, but no pair was good enough to ask you for."),
}
NOBODY_FREE = _("Nobody was left for you in this round. In the next one you come sooner.")


def to_oneself(rule: str) -> str:
    """What a member reads of the engine's `rule` about themselves."""
    return str(TO_ONESELF.get(rule, NOBODY_FREE))


BETWEEN = "between"
# The engine's rule about a pair -> group.
PAIR_GROUP_OF = {
    "same_organisation": "colleagues",
    "same_group": "colleagues",
    "same_domain": "colleagues",
    "blocked": BETWEEN,
    "blocked_organisation": BETWEEN,
    "met": BETWEEN,
    "cooling": BETWEEN,
    "same_home": "neighbours",
    "no_relevance": "nothing",
    "too_few_reasons": "little",
    "below_floor": "low",
}
# Group -> words, in the order in which the engine asks.
PAIR_WORDS: dict[str, Promise] = {
    "colleagues": _("one organisation, group or mail domain"),
    BETWEEN: _("something that was between them before, or a wish not to meet"),
    "neighbours": _("one home region"),
    "nothing": _("no topic or word in common"),
    "little": _("fewer than two reasons"),
    "low": _("score not above the minimum"),
}
