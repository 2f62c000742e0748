"""How do rows become what the engine sees? The only translator in: a round's members, history and tables as a Pool.

The number of queries does not depend on the number of members.
"""

import datetime as dt
import hashlib
from collections import defaultdict

from django.db.models import Q, QuerySet

from corridor.models import Offer, Profile, Seek, StackLayer, Topic, Visit
from corridor.queries import regions, synergies
from corridor.queries.standing import Standing, standing
from events.queries.attendance import attended
from matchmaking.dates import local_day
from matchmaking.engine.affinity import affinity_of
from matchmaking.engine.shapes import LAYERS, Candidate, Policy, Pool
from matchmaking.keywords import keywords_of
from matchmaking.models import LayerHint, Round, Wish
from matchmaking.queries.budget import promised
from matchmaking.queries.history import history, parents, topmost
from matchmaking.queries.waiting import rounds_waited

PRIMARY = 60  # percent of the layer weights that the main layer gets when there are others
MOST_STARVED = 3
VISITS_AHEAD = dt.timedelta(days=60)  # a round's introductions are answered within weeks, not months
_EVERYBODY = Q()
# Rules that the engine works out from the candidate itself; the others it is told in `unavailable`.
ENGINES_OWN = frozenset({"no_home", "no_offer_or_seek"})


def pool_of(round: Round, now: dt.datetime) -> Pool:
    """In: a round about to be frozen. Out: everything its result will depend on, every active member included.

    A member who cannot be introduced is in it too, with the first rule that says so, for the report.
    """
    today = local_day(now)
    everybody = standing(now=now)
    scope = regions.regions_below(round.regions.all())
    gives, gives_words = exchanges(Offer, today)
    wants, wants_words = exchanges(Seek, today)
    above, spent, waited = parents(), promised(now=now), rounds_waited(before=round)
    size = stack_size()
    layers, visits, seen = layer_weights(size), _visits(today), attended(now=now)
    wishes, released, less = wishes_of(), wishes_of(released_at__isnull=False), hints()

    def candidate(person: Standing) -> Candidate:
        profile, organisation = person.profile, person.organisation
        region = profile.region if profile else None
        told = [code for code in person.failing if code not in ENGINES_OWN]
        outside = bool(scope) and not (region and region.pk in scope)
        pace = profile.pace if profile else 0
        return Candidate(
            id=person.member,
            organisation=organisation.pk if organisation else 0,
            group=topmost(organisation.pk, above) if organisation else 0,
            domain=organisation.email_domain.casefold() if organisation else "",
            home=person.home,
            region=region.slug if region else "",
            lat_milli=round_milli(region.latitude) if region else 0,
            lon_milli=round_milli(region.longitude) if region else 0,
            helix=organisation.helix if organisation else "",
            layers=layers.get(person.member, (0,) * size),
            offers=tuple(sorted(gives[person.member])),
            seeks=tuple(sorted(wants[person.member])),
            words=keywords_of([*gives_words[person.member], *wants_words[person.member]]),
            capacity=max(0, pace - spent[person.member]),
            starved=min(waited[person.member], MOST_STARVED),
            wishes=wishes[person.member],
            released=released[person.member],
            less_layers=less[person.member],
            attended=tuple(sorted(seen.get(person.member, ()))),
            visits=tuple(sorted(visits[person.member] - {person.home})),  # nobody visits where they live
            unavailable=told[0] if told else "outside_scope" if outside else "",
        )

    return Pool(
        candidates=tuple(candidate(person) for person in everybody.values()),
        history=history(round=round, now=now),
        policy=Policy(coverage_first=round.coverage_first, long_shots=round.long_shots),
        affinity=affinity_of(synergies.letters(), size),
        topic_layers=topic_layers(),
        synergies=synergies.letters(),
        seed=seed_of(round),
    )


def seed_of(round: Round) -> int:
    """The round's die: 63 bits of its scope, period and number, so that nobody chooses it and anybody can check."""
    text = f"{round.scope_key}:{round.period}:{round.pk}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") >> 1


def round_milli(degrees: object) -> int:
    """Thousandths of a degree."""
    return int(degrees * 1000)


def spread(primary: int | None, others: set[int], size: int = LAYERS) -> tuple[int, ...]:
    """Layer weights in percent: the main layer PRIMARY, the others share the rest evenly, the lower ones rounded up.

    Without a main layer the others share all; without any layer all weights are zero.
    """
    rest = sorted(others - {primary} - {None})
    weights = [0] * size
    if primary:
        weights[primary - 1] = PRIMARY if rest else 100
    left = 100 - sum(weights)
    for place, number in enumerate(rest):
        weights[number - 1] = left // len(rest) + (place < left % len(rest))
    return tuple(weights)


def layer_weights(size: int, among: Q = _EVERYBODY) -> dict[int, tuple[int, ...]]:
    """Member -> percent a layer (spread). `among`: which profiles."""
    profiles = Profile.objects.filter(among).order_by()
    primary = dict(profiles.values_list("member", "primary_layer__number"))
    others = defaultdict(set)
    for member, number in profiles.values_list("member", "layers__number"):
        others[member].add(number)
    return {member: spread(number, others[member], size) for member, number in primary.items()}


def exchanges(
    model: type[Offer | Seek], today: dt.date, among: Q = _EVERYBODY
) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Topics and sentences per member of what still holds today (F017: what has expired never counts)."""
    topics, sentences = defaultdict(list), defaultdict(list)
    rows = model.objects.filter(among, valid_until__gte=today).order_by()
    for member, slug, sentence in rows.values_list("member", "topic__slug", "sentence"):
        topics[member].append(slug)
        sentences[member].append(sentence)
    return topics, sentences


def _visits(today: dt.date) -> dict[int, set[str]]:
    """Member -> home regions they are in, or about to be in."""
    homes, found = regions.homes(), defaultdict(set)
    coming = Visit.objects.filter(last_day__gte=today, first_day__lte=today + VISITS_AHEAD).order_by()
    for member, region in coming.values_list("member", "region"):
        if home := homes.get(region):
            found[member].add(home.slug)
    return found


def wishes_of(**such: object) -> dict[int, tuple[int, ...]]:
    """Member -> the organisations they hope to meet somebody of."""
    return _gathered(Wish.objects.filter(**such).values_list("member", "organisation"))


def hints() -> dict[int, tuple[int, ...]]:
    """Member -> the layers they asked to see less of (F058)."""
    return _gathered(LayerHint.objects.values_list("member", "layer__number"))


def _gathered(rows: QuerySet) -> dict[int, tuple[int, ...]]:
    found: defaultdict[int, tuple[int, ...]] = defaultdict(tuple)
    for member, number in rows.order_by():
        found[member] += (number,)
    return found


def topic_layers() -> dict[str, tuple[int, ...]]:
    """Topic -> the layers it lies in."""
    found = defaultdict(list)
    for slug, number in Topic.objects.order_by("slug", "layers__number").values_list("slug", "layers__number"):
        found[slug].extend([number] if number else [])
    return {slug: tuple(numbers) for slug, numbers in found.items()}


def stack_size() -> int:
    """How many layers the Stack has, never fewer than the report draws: layer n stands at place n."""
    return max([LAYERS, *StackLayer.objects.values_list("number", flat=True)])
