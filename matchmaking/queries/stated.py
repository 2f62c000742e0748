"""What did a member tell us, or do, that matching uses? Every row of it, of whatever kind, in one query."""

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db.models import CharField, DateField, DateTimeField, F, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from corridor.models import Ask, Consent, MailPreference, Member, Offer, Profile, Seek, Suppression, Visit
from corridor.models.suppression import fold
from matchmaking.models import Feedback, LayerHint, Outcome, Wish
from matchmaking.queries.exclusions import own as own_exclusions


class Row(NamedTuple):
    """One thing told or done. `nl` and `en` name what it is about; `code` is a choice of its model; `number` counts
    (a layer, months, an introduction). Columns that a kind does not have are empty."""

    kind: str
    pk: int
    nl: str
    en: str
    text: str
    code: str
    number: int
    first: dt.date | None
    last: dt.date | None
    at: dt.datetime | None
    ended: dt.datetime | None


def stated(member: Member) -> dict[str, list[Row]]:
    """In: a member. Out: kind -> rows, in the order they were written. One query, however many there are."""
    own = {"member": member}
    topic = {"nl": "topic__name_nl", "en": "topic__name_en", "text": "sentence", "last": "valid_until"}
    layer = {"nl": "layer__name_nl", "en": "layer__name_en", "number": "layer__number", "at": "since"}
    name = {"nl": "organisation__name", "en": "organisation__name"}
    parts = [
        _of(Offer.objects.filter(**own), "offer", **topic, at="created_at"),
        _of(Seek.objects.filter(**own), "seek", **topic, at="created_at"),
        _of(
            Profile.objects.filter(**own, layers__isnull=False),
            "layer",
            nl="layers__name_nl",
            en="layers__name_en",
            number="layers__number",
        ),
        _of(LayerHint.objects.filter(**own), "hint", **layer),
        _of(
            Visit.objects.filter(**own),
            "visit",
            nl="region__name",
            en="region__name",
            first="first_day",
            last="last_day",
        ),
        _of(Wish.objects.filter(**own), "wish", **name, at="wished_at", ended="released_at"),
        _of(own_exclusions(member).exclude(organisation=None), "exclusion", **name, text="reason", at="created_at"),
        _of(
            own_exclusions(member).exclude(other=None),
            "exclusion",
            nl="other__name",
            en="other__name",
            text="reason",
            at="created_at",
        ),
        _of(Consent.objects.filter(**own), "consent", text="text_version", at="given_at", ended="withdrawn_at"),
        _of(MailPreference.objects.filter(**own), "mail", text="category", code="pace", at="changed_at"),
        _of(
            Suppression.objects.filter(address=fold(member.email), lifted_at=None),
            "stop",
            text="kind",
            code="reason",
            at="since",
        ),
        _of(Ask.objects.filter(**own), "ask", code="kind", at="asked_at", ended="given_back_at"),
        _of(
            Feedback.objects.filter(**own).exclude(answer=""),
            "met",
            code="answer",
            number="introduction",
            at="answered_at",
        ),
        _of(
            Outcome.objects.filter(**own).exclude(kind=""),
            "outcome",
            code="kind",
            number="introduction",
            at="answered_at",
        ),
    ]
    found: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(map(Row._make, parts[0].union(*parts[1:], all=True)), key=lambda row: (row.kind, row.pk)):
        found[row.kind].append(row)
    return found


def _of(rows: QuerySet, kind: str, **columns: str) -> QuerySet:
    """The `rows` with the columns of Row; typed even where they are empty, which PostgreSQL asks for."""
    told: list[Combinable] = [Value(kind), F("pk")]
    for name in ("nl", "en", "text", "code"):
        told.append(Cast(F(columns[name]), CharField()) if name in columns else Value(""))
    told.append(F(columns["number"]) if "number" in columns else Value(0))
    for name in ("first", "last", "at", "ended"):
        empty = DateField() if name in ("first", "last") else DateTimeField()
        told.append(F(columns[name]) if name in columns else Cast(Value(None), empty))
    return rows.order_by().values_list(*told)
