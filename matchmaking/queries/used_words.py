"""How does each fact we match with read on the page of what we used? Facts as plain data, in the active language."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from corridor import mail_kinds
from corridor.models import Ask, MailPreference, Membership, Profile, Region, Suppression
from corridor.templatetags.state_words import STATES
from matchmaking import left_out
from matchmaking.dates import AMSTERDAM
from matchmaking.keywords import keywords_of
from matchmaking.models import Feedback, OptIn, Outcome
from matchmaking.queries.budget import WINDOW
from matchmaking.queries.inbox import LAPSED, Seen
from matchmaking.queries.own_rounds import Taken
from matchmaking.queries.stated import Row
from matchmaking.wording import Wording

Fact = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What the facts are made of: the member's rows by kind, their introductions as they see them, names, and when."""

    rows: Mapping[str, Sequence[Row]]
    seen: Sequence[Seen]
    words: Wording
    today: dt.date
    now: dt.datetime


def section(key: str, title: str, facts: list[Fact]) -> dict[str, Any]:
    """One part of the page."""
    return {"key": key, "title": title, "facts": facts}


def fact(
    key: str,
    name: str,
    value: object = None,
    *,
    notes: Iterable[str] = (),
    on: dt.date | dt.datetime | None = None,
    since: dt.date | dt.datetime | None = None,
    until: dt.date | dt.datetime | None = None,
) -> Fact:
    """One fact as plain data, without what it does not have."""
    whole = {
        "key": key,
        "name": str(name),
        "value": value if value is None or isinstance(value, int) else str(value),
        "notes": [str(note) for note in notes if note],
        "on": _day(on),
        "since": _day(since),
        "until": _day(until),
    }
    return {name: what for name, what in whole.items() if what not in (None, "", [])}


def organisation(bond: Membership) -> list[Fact]:
    """Where somebody works, and what of it keeps colleagues apart."""
    there = bond.organisation
    group = [_("Part of %(name)s: nobody of that group is proposed.") % {"name": there.parent}] if there.parent else []
    domain = [_("Nobody with an address at %(domain)s is proposed.") % {"domain": there.email_domain}]
    verified = [] if there.verified_at else [_("Not verified yet, so you are not introduced.")]
    notes = [*group, *(domain if there.email_domain else []), *verified]
    return [
        fact("organisation", _("Organisation"), there.name, notes=notes, since=bond.started_at),
        fact("position", _("Position"), bond.title or _("none")),
        fact("helix", _("Kind of organisation"), there.get_helix_display()),
    ]


def place_and_layers(own: Profile, home: Region | None, weights: Sequence[int], told: Told) -> list[Fact]:
    """The region with its home region, and how much each layer counts."""
    facts = [
        fact("region", _("Where you work"), own.region.name if own.region else _("unknown")),
        fact("home", _("Home region"), home.name if home else _("unknown")),
    ]
    names = {row.number: _name(row) for row in told.rows["layer"]}
    if own.primary_layer:
        names[own.primary_layer.number] = own.primary_layer.name
    for number, name in sorted(names.items()):
        weight = _("%(percent)s percent") % {"percent": weights[number - 1]}
        facts.append(fact(f"layer-{number}", f"{number} {name}", weight))
    return facts


def pace(own: Profile | None, told: Told) -> list[Fact]:
    """How often, the pause, the consent with its history, and what was asked lately."""
    facts = []
    if own:
        facts.append(fact("pace", _("Introductions"), own.get_pace_display()))
        if own.paused_until and own.paused_until > told.today:
            facts.append(fact("pause", _("Paused"), until=own.paused_until))
    for row in told.rows["consent"]:
        if row.ended:
            name, value = _("Your yes to being introduced, taken back"), _("version %(version)s")
        else:
            name, value = _("Your yes to being introduced"), _("version %(version)s")
        facts.append(fact(f"consent-{row.pk}", name, value % {"version": row.text}, since=row.at, until=row.ended))
    recent = [row for row in told.rows["ask"] if row.at > told.now - WINDOW and not row.ended]
    facts.append(fact("asked", _("Decisions we asked of you in the last 27 days"), len(recent)))
    kinds = dict(Ask.Kind.choices)
    facts += [fact(f"ask-{row.pk}", _("Asked of you"), kinds[row.code], on=row.at) for row in recent]
    return facts


def exchanges(kind: str, told: Told) -> list[Fact]:
    """What is brought ("offer") or sought ("seek"), with its end."""
    gone = _("No longer used: the day has passed. Renew it if it still holds.")
    return [
        fact(
            f"{kind}-{row.pk}",
            _name(row),
            notes=[row.text, gone if row.last < told.today else ""],
            since=row.at,
            until=row.last,
        )
        for row in told.rows[kind]
    ]


def keywords(told: Told) -> list[Fact]:
    """The words the engine compares, of what still holds today."""
    valid = [row.text for kind in ("offer", "seek") for row in told.rows[kind] if row.last >= told.today]
    found = keywords_of(valid)
    return [fact("words", _("Words"), ", ".join(found))] if found else []


def hints(told: Told) -> list[Fact]:
    """What a no because of the layer taught."""
    return [fact(f"hint-{row.pk}", f"{row.number} {_name(row)}", since=row.at) for row in told.rows["hint"]]


def visits(told: Told) -> list[Fact]:
    """Where somebody will be, and when."""
    return [fact(f"visit-{row.pk}", row.nl, since=row.first, until=row.last) for row in told.rows["visit"]]


def wishes(told: Told) -> list[Fact]:
    """Whom somebody would like to meet. Whether it is mutual stands on the page of wishes only."""
    freed = _("released")
    return [fact(f"wish-{row.pk}", row.nl, freed if row.ended else None, since=row.at) for row in told.rows["wish"]]


def exclusions(told: Told) -> list[Fact]:
    """Whom the member ruled out themselves."""
    return [fact(f"exclusion-{row.pk}", row.nl, notes=[row.text], since=row.at) for row in told.rows["exclusion"]]


def mails(told: Told) -> list[Fact]:
    """How often which mail, and what was stopped."""
    categories, paces = dict(MailPreference.Category.choices), dict(MailPreference.Pace.choices)
    reasons = dict(Suppression.Reason.choices)
    chosen = [
        fact(f"mail-{row.pk}", str(categories[row.text]).capitalize(), paces[row.code], since=row.at)
        for row in told.rows["mail"]
    ]
    return chosen + [
        fact(
            f"stop-{row.pk}",
            _("Stopped: %(kind)s") % {"kind": mail_kinds.name_of(row.text) if row.text else _("all our mail")},
            reasons[row.code],
            since=row.at,
        )
        for row in told.rows["stop"]
    ]


def rounds(taken: Iterable[Taken], waited: int) -> list[Fact]:
    """What each round brought, and how many passed by."""
    found = [
        fact(
            f"round-{one.round.pk}",
            _("Round %(period)s") % {"period": one.round.period},
            ngettext("one proposal", "%(count)s proposals", one.proposals) % {"count": one.proposals}
            if one.proposals
            else _("no proposal"),
            notes=[] if one.proposals else [left_out.to_oneself(one.rule)],
            on=one.round.planned_for,
        )
        for one in taken
    ]
    sooner = [_("The next round counts this for you.")] if waited else []
    return [*found, fact("waited", _("Rounds in a row that passed you by"), waited, notes=sooner)] if found else []


def facts_of(own_row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of a pool mentions, as Wording takes it."""
    return {
        "topics": [*own_row.get("offers", ()), *own_row.get("seeks", ())],
        "words": own_row.get("words", ()),
        "regions": [*filter(None, [own_row.get("home"), own_row.get("region")]), *own_row.get("visits", ())],
        "layers": [
            *(place for place, weight in enumerate(own_row.get("layers", ()), 1) if weight),
            *own_row.get("less_layers", ()),
        ],
        "organisations": own_row.get("wishes", ()),
        "events": own_row.get("attended", ()),
    }


def as_seen(period: str, own_row: Mapping[str, Any], told: Told) -> list[Fact]:
    """The member's own row in the pool of the last round, as it was stored that day."""
    if not own_row:
        return []
    name = told.words.name
    layers = [
        f"{name('layer', place)} {weight} %" for place, weight in enumerate(own_row.get("layers", ()), 1) if weight
    ]
    shown = [
        fact("seen-period", _("Round"), period),
        fact("seen-region", _("Where you work"), name("region", own_row["region"]) if own_row.get("region") else None),
        fact("seen-home", _("Home region"), name("region", own_row["home"]) if own_row.get("home") else None),
        fact("seen-layers", _("Layers"), ", ".join(layers)),
        fact("seen-offers", _("You bring"), _names("topic", own_row.get("offers", ()), told)),
        fact("seen-seeks", _("You seek"), _names("topic", own_row.get("seeks", ()), told)),
        fact("seen-words", _("Words"), _names("topic", own_row.get("words", ()), told)),
        fact("seen-visits", _("On the road"), _names("region", own_row.get("visits", ()), told)),
        fact("seen-less", _("Layers you said are less for you"), _names("layer", own_row.get("less_layers", ()), told)),
        fact("seen-wishes", _("Whom you would like to meet"), _names("by", own_row.get("wishes", ()), told)),
        fact("seen-events", _("Events you were at"), _names("event", own_row.get("attended", ()), told)),
        fact("seen-capacity", _("Introductions that fitted"), own_row.get("capacity", 0)),
        fact("seen-starved", _("Rounds in a row that had passed you by"), own_row.get("starved", 0)),
    ]
    return [one for one in shown if "value" in one]


def introductions(told: Told) -> list[Fact]:
    """Every question, one's own answer to it, how it stands as the inbox says, and the reasons."""
    answers, whys = dict(OptIn.Answer.choices), dict(OptIn.Because.choices)
    found = []
    for one in told.seen:
        asked, own = one.introduction, one.own
        said = (
            _("You said: %(answer)s.") % {"answer": answers[own.answer]} if own.answer else _("You said nothing yet.")
        )
        if own.answer == OptIn.Answer.NOT_NOW:
            said += " " + _("Ask again from %(month)s.") % {"month": date_format(own.not_now_until, "F Y")}
        why = _("Because: %(reason)s.") % {"reason": whys[own.because]} if own.because else ""
        reasons = [reason.sentence for reason in told.words.for_side(asked, one.mine.member)]
        where = f", {one.other.organisation.name}" if one.other.organisation else ""
        found.append(
            fact(
                f"introduction-{asked.pk}",
                _("Not named any more") if one.standing == LAPSED else f"{one.other.name}{where}",
                _standing(one),
                notes=[_("Round %(period)s") % {"period": asked.round.period}, said, why, *reasons],
                since=asked.offered_at,
                until=asked.closes_at,
            )
        )
    return found


def afterwards(told: Told) -> list[Fact]:
    """One's own answers to the questions afterwards."""
    who = {one.introduction.pk: one.other.name for one in told.seen}
    met, came = dict(Feedback.Answer.choices), dict(Outcome.Kind.choices)
    found = [(row, _("Did you meet %(name)s?"), met) for row in told.rows["met"]]
    found += [(row, _("What came of it, with %(name)s?"), came) for row in told.rows["outcome"]]
    return [
        fact(f"{row.kind}-{row.pk}", name % {"name": who[row.number]}, words[row.code], on=row.at)
        for row, name, words in found
        if row.number in who
    ]


def _standing(one: Seen) -> str:
    """How it stands, in the words of the list; what one answered stands beside it."""
    return _("Waits for time") if one.standing == "waiting" else str(STATES[one.key][0])


def _names(kind: str, keys: Iterable[object], told: Told) -> str:
    return ", ".join(told.words.name(kind, key) for key in keys)


def _name(row: Row) -> str:
    english = (get_language() or "nl").startswith("en")
    return (row.en or row.nl) if english else (row.nl or row.en)


def _day(when: dt.date | dt.datetime | None) -> str | None:
    if isinstance(when, dt.datetime):
        when = when.astimezone(AMSTERDAM).date()
    return when.isoformat() if when else None
