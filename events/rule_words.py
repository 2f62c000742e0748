"""By which rule did a place come to somebody? In words, for guests and hosts; the row keeps its short name (F081)."""

from django.utils.translation import gettext as _

from corridor.models import Organisation

HELD = "held: "


def why(rule: str) -> str:
    """In: `promoted_by` of a registration. Out: words that go on after "because"; empty for nothing."""
    if rule.startswith(HELD):
        kept = rule.removeprefix(HELD)
        sorts = dict(Organisation.Helix.choices)
        return _("a place was kept for %(whom)s") % {"whom": sorts.get(kept) or kept.replace("-", " ").title()}
    words = {"turn": _("it was the next turn"), "by hand": _("the host gave it")}
    return str(words.get(rule, rule))
