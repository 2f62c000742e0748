"""How does what events hold of a member read on the page of what we used? Plain data, place by place (F100)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.models import Member
from corridor.templatetags.state_words import STATES
from events import rule_words
from events.models import EventStaff, Question, Registration, Scan
from events.queries import about
from events.queries.about import Line
from matchmaking.dates import AMSTERDAM
from matchmaking.queries.used_words import Fact, fact

# Of each place in this order; a kind that is not here belongs to no place.
OF_A_PLACE = (
    *("answer", "companion", "photo", "listed", "hides", "diet", "access", "session", "rule", "offer", "taken over"),
    *("asked again", "still comes", "late", "arrival", "scan", "excused", "seat", "opinion", "opinion given"),
)


def evenings(member: Member) -> tuple[list[Fact], list[Fact]]:
    """In: a member. Out: the events they stood for, with all that was said and noted; and what they do at events, sites
    they asked for and their private calendar. One query, and one when they chose among the answers of a question."""
    lines = about.everything(member)
    asked = about.choices({one.number for one in lines if one.kind == "answer" and one.code == Question.Kind.CHOICE})
    below: dict[int, list[Line]] = defaultdict(list)
    for one in lines:
        if one.place and one.kind != "place":
            below[one.place].append(one)
    places = sorted((one for one in lines if one.kind == "place"), key=lambda one: (one.begins, one.pk))
    return [_place(one, below[one.pk], asked) for one in places], [*_beside(lines)]


def _place(one: Line, said: Sequence[Line], asked: dict[int, Question]) -> Fact:
    ordered = sorted(said, key=lambda line: (OF_A_PLACE.index(line.kind), line.pk))
    notes = [_said(line, asked) for line in ordered]
    notes.append(_("Your turn: %(number)s.") % {"number": one.number})
    standing = STATES[f"registration.{one.code}"][0]
    return fact(f"place-{one.pk}", _name(one), standing, notes=notes, on=one.begins, since=one.at)


def _beside(lines: Iterable[Line]) -> Iterable[Fact]:
    """What stands apart from any place."""
    for one in lines:
        if one.kind == "organises":
            yield fact(f"organises-{one.pk}", _name(one), _("organiser"), on=one.begins)
        elif one.kind == "works":
            yield fact(f"works-{one.pk}", _name(one), EventStaff.Role(one.code).label, on=one.begins, since=one.at)
        elif one.kind == "speaks":
            name = ", ".join(filter(None, (one.code, one.text)))
            yield fact(f"speaks-{one.pk}", _name(one), _("you speak, as %(name)s") % {"name": name}, on=one.begins)
        elif one.kind == "announced":
            standing = STATES[f"announcement.{one.code}"][0]
            yield fact(f"announced-{one.pk}", _name(one), _("an announcement of yours"), notes=[standing], on=one.at)
        elif one.kind == "site":
            standing = STATES[f"siterequest.{one.code}"][0]
            yield fact(f"site-{one.pk}", _name(one), standing, notes=[one.text], on=one.at)
        elif one.kind == "feed":
            yield fact("feed", _("Your private calendar"), _("address number %(number)s") % {"number": one.number})


def _said(one: Line, asked: dict[int, Question]) -> str:
    """One line about a place, in words."""
    at = date_format(one.at.astimezone(AMSTERDAM), "DATETIME_FORMAT") if one.at else ""
    words = {
        "answer": lambda: f"{_name(one)} {_answer(one, asked)}",
        "companion": lambda: _("Comes along: %(name)s.") % {"name": one.text},
        "photo": lambda: Registration.Photo(one.code).label,
        "listed": lambda: _("Other guests may see that you come."),
        "hides": lambda: _("That you were there is told to nobody."),
        "diet": lambda: one.text and _("You do not eat: %(words)s (agreed %(at)s).") % {"words": one.text, "at": at},
        "access": lambda: one.text and _("You need: %(words)s (agreed %(at)s).") % {"words": one.text, "at": at},
        "session": lambda: _("On your agenda: %(title)s.") % {"title": _name(one)},
        "rule": lambda: _("Why the place came to you: %(words)s.") % {"words": rule_words.why(one.text)},
        "offer": lambda: _("A place was kept for you until %(at)s.") % {"at": at},
        "taken over": lambda: _("You took the place over from somebody."),
        "asked again": lambda: _("Asked whether you still come: %(at)s.") % {"at": at},
        "still comes": lambda: _("You said so: %(at)s.") % {"at": at},
        "late": lambda: _("You gave it back late, because: %(words)s.") % {"words": one.text},
        "arrival": lambda: _at_door(_("You came in: %(at)s"), at, one.text),
        "scan": lambda: _at_door(f"{Scan.Outcome(one.code).label}: %(at)s", at, one.text),
        "excused": lambda: _("Excused, because: %(words)s.") % {"words": one.text},
        "seat": lambda: _("Turn %(turn)s: table %(table)s.") % {"turn": one.text, "table": one.number},
        "opinion": lambda: _("Asked what you thought of it: %(at)s.") % {"at": at},
        "opinion given": lambda: _("You answered; what you said is kept without your name."),
    }
    return str(words[one.kind]())


def _answer(one: Line, asked: dict[int, Question]) -> str:
    """What was answered: a choice by its words, a tick as yes or no."""
    if one.code == Question.Kind.TICK:
        return _("yes") if one.text else _("no")
    options = asked[one.number].in_language("choices") if one.number in asked else ()
    return str(options[int(one.text)]) if one.text.isdecimal() and int(one.text) < len(options) else one.text


def _at_door(words: str, at: str, gate: str) -> str:
    return words % {"at": at} + (f", {gate}." if gate else ".")


def _name(one: Line) -> str:
    return one.nl if (get_language() or "nl").startswith("nl") else one.en
