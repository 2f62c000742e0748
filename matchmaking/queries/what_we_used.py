"""What do we use to match a member, and what do events hold of them? Every fact, the same on page and file (F100).

Nothing here is about another person beyond what the member was shown: an introduction stands as their inbox has it, and
of a round only what came of it for them (F003).
"""

import datetime as dt
from typing import Any

from django.db.models import FilteredRelation, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from corridor.models import Member
from corridor.queries import regions
from matchmaking.dates import local_day
from matchmaking.queries import inbox, own_rounds, used_words
from matchmaking.queries.candidates import spread
from matchmaking.queries.stated import stated
from matchmaking.queries.used_evenings import evenings
from matchmaking.queries.used_words import Told, fact, section
from matchmaking.wording import Wording

STACK = 16  # layers at most, as the engine has it


def what_we_used(member: Member, now: dt.datetime) -> dict[str, Any]:
    """In: a member. Out: plain data in the active language: {"for", "on", "language", "sections"}, a section being
    {"key", "title", "facts"}, and a fact {"key", "name"} with what there is of "value", "notes", "on", "since" and
    "until" (days as ISO). Keys are the same in both languages.

    Ten queries, however long somebody has been a member, and one when a question of an event let them choose.
    """
    today = local_day(now)
    rows = stated(member)
    seen = inbox.see(inbox.asked(member), member, now)
    asked = [one.introduction for one in seen]
    rounds, waited = own_rounds.rounds(member, asked)
    period, own_row = own_rounds.last_seen(member, rounds)
    places, beside = evenings(member)
    words = Wording(asked, facts=[used_words.facts_of(own_row)])
    told = Told(rows=rows, seen=seen, words=words, today=today, now=now)
    found = [
        section("profile", _("Who you are, where and in which layers"), _profile(member, told)),
        section("brings", _("What you bring"), used_words.exchanges("offer", told)),
        section("seeks", _("What you seek"), used_words.exchanges("seek", told)),
        section("words", _("Words we read in your sentences"), used_words.keywords(told)),
        section("hints", _("Layers you said are less for you"), used_words.hints(told)),
        section("visits", _("Where you will be"), used_words.visits(told)),
        section("wishes", _("Whom you would like to meet"), used_words.wishes(told)),
        section("exclusions", _("Whom you do not want to meet"), used_words.exclusions(told)),
        section("mails", _("Mail you chose or stopped"), used_words.mails(told)),
        section("rounds", _("Rounds you were in, the last twelve"), used_words.rounds(rounds, waited)),
        section("last_round", _("How the last round saw you"), used_words.as_seen(period, own_row, told)),
        section("introductions", _("Whom we asked you about"), used_words.introductions(told)),
        section("afterwards", _("What you said afterwards"), used_words.afterwards(told)),
        section("events", _("Events you stood for"), places),
        section("evenings", _("What you do at events, and asked for"), beside),
    ]
    return {"for": str(member), "on": today.isoformat(), "language": get_language() or "nl", "sections": found}


def _profile(member: Member, told: Told) -> list[dict[str, Any]]:
    """Place, layers, organisation, pace, pause and consent. Two queries."""
    person = (
        Member.objects.filter(pk=member.pk)
        .annotate(bond=FilteredRelation("memberships", condition=Q(memberships__ended_at=None)))
        .select_related("profile__region", "profile__primary_layer", "bond__organisation__parent")
        .get()
    )
    own, bond = getattr(person, "profile", None), getattr(person, "bond", None)
    home = regions.homes().get(own.region_id) if own else None
    facts = [fact("language", _("Language of our mails"), member.get_language_display())]
    if bond:
        facts += used_words.organisation(bond)
    if own:
        main = own.primary_layer.number if own.primary_layer else None
        weights = spread(main, {row.number for row in told.rows["layer"]}, STACK)
        facts += used_words.place_and_layers(own, home, weights, told)
    return facts + used_words.pace(own, told)
