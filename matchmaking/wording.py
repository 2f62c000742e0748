"""How does a reason read? Reason codes and facts become sentences here and nowhere else, from the reader's side.

A side reads "You bring X, which Bob is looking for"; an organiser reads it with both names. The codes are those of
engine/explain.py. Facts hold numbers and slugs; their names are looked up for many introductions in one query.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from corridor.models import Member, Organisation, Region, StackLayer, Synergy, Topic
from events.models import Event
from events.queries.attendance import hidden
from matchmaking.models import Introduction

MOST_TOPICS = 2  # in a sentence: the two that are rarest say most


@dataclass(frozen=True, slots=True)
class Worded:
    """One reason: its code, a short heading and a sentence."""

    code: str
    heading: str
    sentence: str


class Wording:
    """The names that the reasons of some introductions mention, and other `facts` of that kind. One query; the
    introductions have their members."""

    def __init__(self, introductions: Iterable[Introduction], *, facts: Iterable[dict] = ()):
        wanted: dict[str, set[str]] = {kind: set() for kind in ("topic", "layer", "region", "synergy", "by", "event")}
        told = [reason["facts"] for introduction in introductions for reason in introduction.reasons]
        for one in (*told, *facts):
            wanted["topic"].update([*one.get("topics", ()), *one.get("words", ())])
            wanted["layer"].update(map(str, one.get("layers", ())))
            wanted["region"].update([*one.get("regions", ()), *one.get("homes", ())])
            wanted["region"].update([one.get("home", ""), one.get("back", "")])
            wanted["synergy"].add(one.get("synergy", ""))
            wanted["by"].update([str(one.get("organisation", "")), *map(str, one.get("organisations", ()))])
            wanted["event"].update(map(str, one.get("events", ())))
        self._names = {(kind, key): (nl, en) for kind, key, nl, en in _rows(wanted)}

    def for_side(self, introduction: Introduction, reader: Member) -> list[Worded]:
        """The reasons as `reader`, one of the two, reads them."""
        return self._all(introduction, reader)

    def for_organiser(self, introduction: Introduction) -> list[Worded]:
        """The reasons with both names, as far as they are an organiser's business."""
        return self._all(introduction, None)

    def _all(self, introduction: Introduction, reader: Member | None) -> list[Worded]:
        found = []
        for reason in introduction.reasons:
            if words := _CODES[reason["code"]](self, _Case(introduction, reader, reason["facts"])):
                found.append(Worded(reason["code"], *words))
        return found

    def name(self, kind: str, key: object) -> str:
        """The name in the active language, the other one when it is empty, the key when the thing is gone."""
        nl, en = self._names.get((kind, str(key)), ("", ""))
        wanted, other = (en, nl) if (get_language() or "nl").startswith("en") else (nl, en)
        return wanted or other or str(key)

    def event(self, numbers: Iterable[int], members: Iterable[Member]) -> str:
        """The title of the first of these events that is still there, and where none of the members hides having been;
        "" when there is none."""
        here = [one for one in numbers if ("event", str(one)) in self._names]
        told = [one for one in here if not any(("hides", f"{one}:{member.pk}") in self._names for member in members)]
        return self.name("event", told[0]) if told else ""

    def names(self, kind: str, keys: Iterable[object]) -> str:
        """Some names as one list in words."""
        return listed([self.name(kind, key) for key in list(keys)[:MOST_TOPICS]])


@dataclass(frozen=True, slots=True)
class _Case:
    """One reason of one introduction for one reader; `reader` None is an organiser."""

    introduction: Introduction
    reader: Member | None
    facts: dict

    @property
    def pair(self) -> tuple[Member, Member]:
        return self.introduction.members

    @property
    def other(self) -> Member:
        return self.introduction.other(self.reader)

    @property
    def reader_is_first(self) -> bool:
        return self.reader is not None and self.reader.pk == self.introduction.member_a_id

    def member(self, pk: int) -> Member:
        return self.pair[0] if pk == self.introduction.member_a_id else self.pair[1]

    def mine_first(self, values: list) -> tuple:
        """Facts in the order (of a, of b) as (mine, theirs)."""
        first, second = values
        return (second, first) if self.reader is not None and not self.reader_is_first else (first, second)


def listed(words: list[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(some)s and %(last)s") % {"some": ", ".join(words[:-1]), "last": words[-1]}


def _offer_meets_seek(words: Wording, case: _Case) -> tuple[str, str]:
    giver, taker = case.member(case.facts["who"]), case.member(case.facts["whom"])
    values = {"topics": words.names("topic", case.facts["topics"]), "giver": giver, "taker": taker}
    if case.reader is None:
        return _("Offer meets wish"), _("%(giver)s brings %(topics)s, which %(taker)s is looking for.") % values
    if case.reader.pk == giver.pk:
        heading = _("You bring what %(name)s seeks") % {"name": taker.first_name}
        return heading, _("You bring %(topics)s; %(name)s is looking for it.") % {**values, "name": taker.first_name}
    heading = _("%(name)s brings what you seek") % {"name": giver.first_name}
    return heading, _("%(name)s brings %(topics)s; you are looking for it.") % {**values, "name": giver.first_name}


def _shared_theme(words: Wording, case: _Case) -> tuple[str, str]:
    values = {"topics": words.names("topic", case.facts["topics"])}
    sentence = _("Both name %(topics)s.") if case.reader is None else _("You both name %(topics)s in your profile.")
    return _("A theme in common"), sentence % values


def _shared_words(words: Wording, case: _Case) -> tuple[str, str]:
    """A word may be the slug of a topic; a word that is none reads as it was written."""
    values = {"words": listed([f"“{words.name('topic', word)}”" for word in case.facts["words"][:MOST_TOPICS]])}
    sentence = _("Both write about %(words)s.") if case.reader is None else _("You both write about %(words)s.")
    return _("The same words"), sentence % values


def _layers_complement(words: Wording, case: _Case) -> tuple[str, str]:
    mine, theirs = case.mine_first([words.name("layer", number) for number in case.facts["layers"]])
    values = {"mine": mine, "theirs": theirs, "synergy": words.name("synergy", case.facts["synergy"])}
    tied = bool(case.facts["synergy"])
    if case.reader is None:
        values |= {"one": case.pair[0], "other": case.pair[1]}
        alone = _("%(one)s works on %(mine)s, %(other)s on %(theirs)s.")
        with_synergy = _("%(one)s works on %(mine)s, %(other)s on %(theirs)s: the synergy “%(synergy)s”.")
    else:
        values |= {"name": case.other.first_name}
        alone = _("You work on %(mine)s, %(name)s on %(theirs)s.")
        with_synergy = _("You work on %(mine)s, %(name)s on %(theirs)s: the synergy “%(synergy)s”.")
    return _("Layers that need each other"), (with_synergy if tied else alone) % values


def _other_region(words: Wording, case: _Case) -> tuple[str, str]:
    mine, theirs = case.mine_first([words.name("region", slug) for slug in case.facts["regions"]])
    values = {"mine": mine, "theirs": theirs}
    if case.reader is None:
        values |= {"one": case.pair[0], "other": case.pair[1]}
        return _("Two regions"), _("%(one)s is in %(mine)s, %(other)s in %(theirs)s.") % values
    sentence = _("You are in %(mine)s, %(name)s is in %(theirs)s.") % {**values, "name": case.other.first_name}
    return _("You would not meet by chance"), sentence


def _first_introduction(words: Wording, case: _Case) -> tuple[str, str]:
    if case.reader is None:
        rounds = case.facts["rounds"]
        sentence = ngettext(
            "%(names)s had no introduction in the last round.",
            "%(names)s had no introduction in the last %(rounds)s rounds.",
            rounds,
        )
        names = listed([str(case.member(pk)) for pk in case.facts["who"]])
        return _("Left out before"), sentence % {"names": names, "rounds": rounds}
    if case.reader.pk in case.facts["who"]:
        return _("It was time"), _("It has been a while since your last introduction.")
    # Nobody learns that the other was left over.
    return _("It was time"), _("Everybody gets a turn, and this round it is the two of you.")


def _wish(words: Wording, case: _Case) -> tuple[str, str]:
    who = case.member(case.facts["who"])
    values = {"who": who, "organisation": words.name("by", case.facts["organisation"])}
    if case.reader is None:
        return _("A wish"), _("%(who)s hoped to meet somebody of %(organisation)s.") % values
    if case.reader.pk == who.pk:
        return _("You hoped for this"), _("You hoped to meet somebody of %(organisation)s.") % values
    sentence = _("%(name)s hoped to meet somebody of %(organisation)s.") % {**values, "name": who.first_name}
    return _("You were hoped for"), sentence


def _mutual_wish(words: Wording, case: _Case) -> tuple[str, str] | None:
    """That both hoped for this is between the two: organisers read of a wish only when it was released (F062)."""
    if case.reader is None:
        return None
    mine, theirs = case.mine_first([words.name("by", number) for number in case.facts["organisations"]])
    values = {"mine": mine, "theirs": theirs, "name": case.other.first_name}
    sentence = _("You hoped to meet somebody of %(theirs)s, and %(name)s somebody of %(mine)s.")
    return _("You both hoped for this"), sentence % values


def _same_event(words: Wording, case: _Case) -> tuple[str, str] | None:
    """Nothing once the event is gone, or one of the two hides having been there after all (F070)."""
    event = words.event(case.facts["events"], case.pair)
    if not event:
        return None
    sentence = _("Both were at %(event)s.") if case.reader is None else _("You were both at %(event)s.")
    return _("In one room before"), sentence % {"event": event}


def _visit(words: Wording, case: _Case) -> tuple[str, str] | None:
    """Each side reads of the visit it makes itself, and nobody of another's (F063): what both may know once both said
    yes is in the joint mail. `back`: the other is about to come as well."""
    home = {case.facts["who"]: case.facts["home"]}
    if back := case.facts.get("back"):
        home |= {one.pk: back for one in case.pair if one.pk != case.facts["who"]}
    if case.reader is None or case.reader.pk not in home:
        return None
    values = {"region": words.name("region", home[case.reader.pk]), "name": case.other.first_name}
    return _("You will be near"), _("You will be in %(region)s soon, where %(name)s is.") % values


_CODES: dict[str, Callable[[Wording, _Case], tuple[str, str] | None]] = {
    "offer_meets_seek": _offer_meets_seek,
    "shared_theme": _shared_theme,
    "shared_words": _shared_words,
    "layers_complement": _layers_complement,
    "other_region": _other_region,
    "first_introduction": _first_introduction,
    "wish": _wish,
    "mutual_wish": _mutual_wish,
    "same_event": _same_event,
    "visit": _visit,
}


def _rows(wanted: dict[str, set[str]]) -> QuerySet:
    """(kind, key, Dutch name, English name) of everything mentioned, as one query."""
    numbers = [int(key) for key in wanted["layer"] if key]
    companies = [int(key) for key in wanted["by"] if key]
    events = [int(key) for key in wanted["event"]]
    text = CharField()
    who = Concat(Cast("event", text), Value(":"), Cast("member", text), output_field=text)
    return _named("topic", Topic.objects.filter(slug__in=wanted["topic"]), "slug").union(
        _named("layer", StackLayer.objects.filter(number__in=numbers), "number"),
        _named("synergy", Synergy.objects.filter(letter__in=wanted["synergy"]), "letter"),
        _named("region", Region.objects.filter(slug__in=wanted["region"]), "slug", "name", "name"),
        _named("by", Organisation.objects.filter(pk__in=companies), "pk", "name", "name"),
        _named("event", Event.objects.filter(pk__in=events), "pk", "title_nl", "title_en"),
        hidden(events).annotate(who=who).order_by().values_list(Value("hides", text), "who", Value("", text), "who"),
        all=True,
    )


def _named(kind: str, rows: QuerySet, key: str, nl: str = "name_nl", en: str = "name_en") -> QuerySet:
    text = CharField()
    columns = (Value(kind, output_field=text), Cast(F(key), text), Cast(F(nl), text), Cast(F(en), text))
    return rows.order_by().values_list(*columns)
