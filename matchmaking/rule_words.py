"""How does an organiser read a rule, passed or not, and the change that would turn the answer?

Rules about one member's own settings are one line, and so is everything that lies between two people: told apart they
would say who paused, who refused whom, and who answered what (F003).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.models import Member
from matchmaking.engine.eligibility import Check
from matchmaking.engine.flip import Change
from matchmaking.engine.shapes import MICRO, Policy
from matchmaking.left_out import BETWEEN, GROUP_OF, OWN, PAIR_GROUP_OF
from matchmaking.wording import Wording

OF_MEMBER: dict[str, Promise] = {
    OWN: gettext_lazy("%(name)s can be introduced now, by their own settings"),
    "incomplete": gettext_lazy("%(name)s has a complete profile"),
    "organisation": gettext_lazy("%(name)s belongs to a verified organisation"),
    "outside": gettext_lazy("%(name)s is in a region of this round"),
}
OF_PAIR: dict[str, Promise] = {
    "same_organisation": gettext_lazy("Two organisations"),
    "same_group": gettext_lazy("Two groups of organisations"),
    "same_domain": gettext_lazy("Two mail domains"),
    BETWEEN: gettext_lazy("Nothing between them that keeps them apart"),
    "same_home": gettext_lazy("Two home regions"),
    "no_relevance": gettext_lazy("A topic or a word in common"),
    "too_few_reasons": gettext_lazy("Two reasons or more"),
    "below_floor": gettext_lazy("A score above the minimum of %(floor)s"),
}
SAME_HOME_ALLOWED = gettext_lazy("Two home regions, or one: this round allows it")
# What a member would have to see to, by the group of the rule in the way.
SEEN_TO: dict[str, Promise] = {
    OWN: gettext_lazy("%(name)s would have to be free to be introduced again; that is up to them."),
    "incomplete": gettext_lazy("%(name)s would have to complete their profile."),
    "organisation": gettext_lazy("The organisation of %(name)s would have to be verified."),
}
STANDS = {
    "colleagues": gettext_lazy("They belong together, and nothing here changes that."),
    BETWEEN: gettext_lazy(
        "They may have met, have been asked before, be asked at this moment, or one of them would rather not. Which of "
        "these it is stays between them. Some of it passes with time; nothing here changes it."
    ),
}
NO_SMALL_CHANGE = gettext_lazy("No small change is known that makes it possible.")


@dataclass(frozen=True, slots=True)
class Line:
    """One rule, or several that are not told apart, in words."""

    words: str
    passed: bool


def group_of(check: Check) -> str:
    """What organisers know the rule by; for most rules about a pair the rule itself."""
    if check.member:
        return GROUP_OF.get(check.rule, OWN)
    return BETWEEN if PAIR_GROUP_OF.get(check.rule) == BETWEEN else check.rule


def lines(checks: Iterable[Check], people: dict[int, Member], policy: Policy) -> list[Line]:
    """In: every rule of a pair (explain_no), the two by number, the round's policy. Out: what organisers read."""
    passed: dict[tuple[int, str], bool] = {}
    for check in checks:
        key = (check.member, group_of(check))
        passed[key] = passed.get(key, True) and check.passed
    found = []
    for (member, group), stands in passed.items():
        if member:
            found.append(Line(OF_MEMBER[group] % {"name": people[member].label}, stands))
        elif group == "same_home" and not policy.cross_region:
            found.append(Line(str(SAME_HOME_ALLOWED), stands))
        elif group in OF_PAIR:  # "the same member" is no question here: two are chosen
            found.append(Line(OF_PAIR[group] % {"floor": in_points(policy.floor)}, stands))
    return found


def changes(wanted: Iterable[Change], people: dict[int, Member], policy: Policy, names: Wording) -> list[str]:
    """In: the changes that turn an answer (flip). Out: sentences, each once; `names` knows what they mention."""
    return list(dict.fromkeys(_sentence(change, people, policy, names) for change in wanted))


def facts_of(wanted: Iterable[Change]) -> list[dict]:
    """What the changes mention, as the facts of reasons name it."""
    return [{_KIND_OF[one.what]: _shaped(one)} for one in wanted if one.what in _KIND_OF]


def in_points(micro: int, rounding: str = ROUND_DOWN) -> str:
    """A score of 0 to 1,000,000 as people read it: 0 to 1, to three places."""
    return number_format((Decimal(micro) / MICRO).quantize(Decimal("0.001"), rounding), 3)


_KIND_OF = {
    "seek": "topics",
    "offer": "topics",
    "home": "home",
    "scope": "home",
}


def _shaped(change: Change) -> object:
    return [change.value] if _KIND_OF[change.what] == "topics" else change.value


def _sentence(change: Change, people: dict[int, Member], policy: Policy, names: Wording) -> str:
    name = people[change.member].label if change.member else ""
    if change.what in ("available", "capacity"):
        return SEEN_TO[GROUP_OF.get(change.rule, OWN)] % {"name": name}
    if change.what == "floor":
        return _floor(int(change.value), policy.floor)
    return _WORDS[change.what]() % {"name": name, "thing": _thing(change, names)}


def _thing(change: Change, names: Wording) -> str:
    kind = {"topics": "topic", "home": "region"}.get(_KIND_OF.get(change.what, ""))
    return names.name(kind, change.value) if kind else ""


def _floor(wanted: int, now: int) -> str:
    """Rounded so that the number one reads would do as well."""
    if wanted < now:
        values = {"now": in_points(now), "wanted": in_points(wanted)}
        return _("The minimum score of the round would have to come down from %(now)s to %(wanted)s.") % values
    values = {"now": in_points(now), "wanted": in_points(wanted, ROUND_UP)}
    return _("The minimum score of the round would have to go up from %(now)s to %(wanted)s.") % values


_WORDS: dict[str, Callable[[], str]] = {
    "home": lambda: _("%(name)s would have to give a region, for example %(thing)s."),
    "seek": lambda: _("%(name)s would have to seek %(thing)s as well."),
    "offer": lambda: _("%(name)s would have to bring %(thing)s as well."),
    "scope": lambda: _("The round would have to take in %(thing)s, where %(name)s is."),
    "same_region": lambda: _("The round would have to allow introductions within one region."),
}
