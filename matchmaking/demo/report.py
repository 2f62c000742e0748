"""What does a person read about a round? Numbers first, then who was left out and why, then the best proposals."""

from collections import Counter
from collections.abc import Iterator

from django.utils import translation

from corridor.models import Member, Region
from corridor.queries.standing import standing
from matchmaking import left_out
from matchmaking.models import Introduction, Round
from matchmaking.queries.round_desk import roughly, share_of_best
from matchmaking.wording import Wording

BEST = 10


def lines(round: Round) -> Iterator[str]:
    """The report, line by line, in English. The round has its proposals."""
    with translation.override("en"):
        yield from _numbers(round)
        yield from _left_out(round.certificate)
        yield from _best(round)


def _numbers(round: Round) -> Iterator[str]:
    said = round.certificate
    introductions = round.introductions.exclude(state=Introduction.State.DROPPED)
    pairs = list(introductions.values_list("member_a", "member_b"))
    known = standing({pk for pair in pairs for pk in pair}, now=round.planned_for)
    homes = Counter(tuple(sorted((known[a].home, known[b].home))) for a, b in pairs)
    names = dict(Region.objects.values_list("slug", "name"))
    across = sum(count for (one, other), count in homes.items() if one != other)
    yield f"Round {round.period}, {round.planned_for:%d %B %Y}, engine {round.engine_version}, seed {round.seed}"
    yield f"  members         {len(round.pool['candidates'])}, of whom {said['eligible_members']} can be introduced"
    yield f"  possible pairs  {_possible_pairs(said)}"
    yield f"  proposals       {len(pairs)}, reaching {said['reached']} members"
    yield f"  across regions  {across} of {len(pairs)}"
    for (one, other), count in homes.most_common(4):
        yield f"                  {count:4}  {names[one]} and {names[other]}"
    yield f"  worth           {said['value'] / 1e6:.3f}, and no round of these members is worth more than"
    yield f"                  {said['bound'] / 1e6:.3f}"
    share = share_of_best(said["value"], said["bound"])
    best = "This is the best" if share == 100 else f"This round is at least {share:.2f} % of the best"
    yield f"{best} possible round over all pairs."


def _possible_pairs(said: dict) -> str:
    count = said["eligible_pairs"]
    return f"about {roughly(count):,}" if "eligible_pairs" in said.get("estimated", ()) else f"{count:,}"


def _left_out(said: dict) -> Iterator[str]:
    yield ""
    yield f"Left out: {len(said['unmatched'])} members"
    for group, count in Counter(left_out.group_of(one["rule"]) for one in said["unmatched"]).most_common():
        yield f"  {count:4}  {left_out.WORDS[group]}"


def _best(round: Round) -> Iterator[str]:
    shown = round.introductions.exclude(state=Introduction.State.DROPPED).select_related("member_a", "member_b")
    best = list(shown.order_by("-score", "pk")[:BEST])
    words = Wording(best)
    yield ""
    yield f"The {len(best)} best proposals"
    for number, introduction in enumerate(best, 1):
        one, other = (_who(member) for member in introduction.members)
        reasons = " ".join(reason.sentence for reason in words.for_organiser(introduction))
        yield f"{number:3}. {one} and {other}"
        yield f"     {reasons}"


def _who(member: Member) -> str:
    bond = member.memberships.select_related("organisation").get(ended_at=None)
    return f"{member.name} ({bond.organisation.name})"
