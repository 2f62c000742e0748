"""Who may, and which sentence do they read when they may not? `why_not_x` returns a sentence or None."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.models import Member, Organisation, Profile, Region, RegionRole
from corridor.queries import scope
from corridor.queries.regions import regions_below
from corridor.queries.standing import Standing, standing
from matchmaking import engine
from matchmaking.dates import LEAST_FOR_A_COLLEAGUE, local_day, months_to_choose, settles_at, working_moment
from matchmaking.engine.context import Context
from matchmaking.models import HandOver, Introduction, OptIn, Round, Wish
from matchmaking.queries import exclusions
from matchmaking.queries.budget import asked, promised
from matchmaking.queries.history import colleagues, history
from matchmaking.queries.stops import has_stopped

# What a dropped introduction says about itself. Organisers read it, so it never tells who wants what (F003).
BUDGET_SPENT = "budget_spent"
NOT_MATCHABLE = "not_matchable"

# What an organiser reads when two may not be proposed. What members chose for themselves, and who does not want whom,
# is one sentence with everything else that bars them (F003).
_NOT_NOW = gettext_lazy("One of these two cannot be introduced now.")
_BARRED = gettext_lazy("These two may not be introduced to each other in this round.")
_COLLEAGUES = gettext_lazy("These two belong to one organisation or group.")
_SAME_HOME = gettext_lazy("These two are from the same region, and this round crosses regions.")
_TOO_LITTLE = gettext_lazy("There is too little to introduce these two for.")
_OF_PAIR_RULE = {
    **dict.fromkeys(("same_member", "same_organisation", "same_group", "same_domain"), _COLLEAGUES),
    **dict.fromkeys(("blocked", "blocked_organisation", "met", "cooling"), _BARRED),
    "same_home": _SAME_HOME,
    **dict.fromkeys(("no_relevance", "too_few_reasons", "below_floor"), _TOO_LITTLE),
}


def organised_by(person: Member) -> set[int]:
    """Numbers of the regions `person` organises, everything below them included."""
    roles = RegionRole.objects.filter(member=person, ended_at=None, member__is_active=True)
    return regions_below(Region.objects.filter(roles__in=roles))


def why_not_organise(person: Member | None, regions: Iterable[Region]) -> str | None:
    """Why `person` may not run rounds over `regions` (none: all). None is the clock, which may.

    An organiser of one region in the scope may: the round is theirs too, and nothing leaves without being read.
    """
    if person is None or person.is_active and person.is_superuser:
        return None
    own = organised_by(person)
    scope = regions_below(regions)
    if own and (not scope or not own.isdisjoint(scope)):
        return None
    return _("You do not organise a region of this round.")


def why_not_long_shots(percent: int) -> str | None:
    """Why a round may not have that share of long shots (F064)."""
    if Round.FEWEST_LONG_SHOTS <= percent <= Round.MOST_LONG_SHOTS:
        return None
    bounds = {"least": Round.FEWEST_LONG_SHOTS, "most": Round.MOST_LONG_SHOTS}
    return _("Of the proposals %(least)s to %(most)s percent are long shots.") % bounds


def why_not_approve(round: Round, by: Member | None, now: dt.datetime) -> str | None:
    """Why the round's proposals may not go out: an organiser said so, or its own hour came, else never (F011)."""
    if round.state != Round.State.PROPOSED:
        return _("This round has no proposals that wait for approval.")
    if by is None and not (round.auto_approve_at and round.auto_approve_at <= now):
        return _("This round waits for an organiser.")
    return why_not_organise(by, round.regions.all())


def why_not_handle(introduction: Introduction, by: Member) -> str | None:
    """Why `by` may not drop or take back this introduction: their region must hold one of the two, who is not them."""
    pair = introduction.numbers
    if by.pk in pair:
        return _("You are one of these two yourself; another organiser decides.")
    if by.is_active and by.is_superuser:
        return None
    own = organised_by(by)
    if own and Profile.objects.filter(member__in=pair, region__in=own).exists():
        return None
    return _("Neither of these two is in a region you organise.")


def why_not_runner_up(introduction: Introduction, pair: tuple[int, int], by: Member) -> str | None:
    """Why `by` may not put this pair in the place of the introduction: it is not its runner-up, or not theirs."""
    if not any((one["a"], one["b"]) == pair for one in introduction.runner_ups):
        return _("These two are no runner-up of this proposal.")
    return why_not_handle(Introduction(member_a_id=pair[0], member_b_id=pair[1]), by)


def why_not_propose(round: Round, pair: tuple[int, int], context: Context, now: dt.datetime) -> str | None:
    """Why these two may not be proposed in `round` by hand: every guard, of its pool (`context`) and of today."""
    proposed = round.introductions.filter(state=Introduction.State.PROPOSED)
    others = list(proposed.values_list("member_a", "member_b"))
    if pair in others:
        return _("These two are proposed in this round already.")
    known = {one.id: one for one in context.pool.candidates if one.id in pair}
    if rule := engine.why_not_pair(known[pair[0]], known[pair[1]], context.pool, context):
        return str(_OF_PAIR_RULE.get(rule, _NOT_NOW))
    found, within = standing(pair, now=now), regions_below(round.regions.all())
    if any(pk not in found or found[pk].failing for pk in pair):
        return str(_NOT_NOW)
    if within and any(found[pk].profile.region_id not in within for pk in pair):
        return str(_NOT_NOW)
    if colleagues(*(found[pk].organisation for pk in pair)):
        return str(_COLLEAGUES)
    if context.pool.policy.cross_region and found[pair[0]].home == found[pair[1]].home:
        return str(_SAME_HOME)
    if _barred(round, pair, found, now):
        return str(_BARRED)
    here, spent = Counter(pk for other in others for pk in other), promised(now=now, ids=pair)
    if any(here[pk] >= min(known[pk].capacity, found[pk].profile.pace - spent[pk]) for pk in pair):
        return _("One of these two has as many introductions as fit; set one of those aside first.")
    return None


def why_not_exclude(by: Member, member: Member, other: Member | None) -> str | None:
    """Why `by` may not decide that `member` is never introduced to `other` (or to an organisation)."""
    if by.pk in {member.pk, other.pk if other else None}:
        return _("You are one of these two yourself; another organiser decides.")
    reach = scope.of(by).members()
    if by.is_active and reach.filter(pk__in=[member.pk, *([other.pk] if other else [])]).exists():
        return None
    return _("Neither of these two is in a region you organise.")


def why_not_exclude_oneself_from(member: Member, other: Member, now: dt.datetime) -> str | None:
    """Why `member` may not say that they never want to meet `other`: they were never asked about that person."""
    if exclusions.nameable(member, now).filter(pk=other.pk).exists():
        return None
    return _("You can only name people we asked you about.")


def why_not_wish(member: Member, organisation: Organisation) -> str | None:
    """Why `member` cannot wish to meet somebody of `organisation`: nobody knows it, or they work there (F062)."""
    if not organisation.verified_at or organisation.refused_at:
        return _("Choose an organisation that is part of the corridor.")
    if member.memberships.filter(ended_at=None, organisation=organisation).exists():
        return _("You work there yourself.")
    return None


def why_not_release(wish: Wish, by: Member) -> str | None:
    """Why `by` may not read or release this wish: superusers only, and neither side's own people (F062)."""
    if not (by.is_active and by.is_superuser):
        return _("Only a superuser may release a wish.")
    if by.pk == wish.member_id or by.memberships.filter(ended_at=None, organisation=wish.organisation_id).exists():
        return _("This wish is about you or the place where you work; another superuser decides.")
    return None


def why_not_offer(introduction: Introduction, now: dt.datetime) -> str | None:
    """A code, not a sentence: why these two must not be asked (any more), or None. Call with both profiles locked."""
    pair = introduction.numbers
    found = standing(pair, now=now)
    if any(pk not in found or found[pk].failing for pk in pair):
        return NOT_MATCHABLE
    spent = asked(now=now, ids=pair)
    if any(spent[pk] + 1 > found[pk].profile.pace for pk in pair):
        return BUDGET_SPENT
    if colleagues(found[pair[0]].organisation, found[pair[1]].organisation):
        return NOT_MATCHABLE
    return NOT_MATCHABLE if _barred(introduction.round, pair, found, now) else None


def _barred(round: Round, pair: tuple[int, int], found: dict[int, Standing], now: dt.datetime) -> bool:
    """Whether something that was before, or what one of the two wants, stands between them."""
    past = history(round=round, now=now, ids=pair)
    refused = {(pk, found[other].organisation.pk) for pk, other in (pair, pair[::-1])}
    return pair in {*past.met, *past.cooling, *past.blocked} or not refused.isdisjoint(past.blocked_organisations)


def why_not_answer(
    introduction: Introduction, own: OptIn, answer: str, now: dt.datetime, *, joint_mail_left: bool
) -> str | None:
    """Why this side may not say `answer` now.

    As long as no joint mail has left, a no still stops both. Looks at this side's own answer, at whether the joint mail
    has left and at the deadline, and at nothing else: any further condition would tell one side what the other said
    (F003).
    """
    if joint_mail_left:
        return _("You have been introduced; the mail to both of you has left.")
    # A yes may be taken back as long as it could still be waiting for the joint mail.
    ends = settles_at(introduction.closes_at) if own.answer == OptIn.Answer.YES else introduction.closes_at
    if now >= ends or answer == OptIn.Answer.YES and now >= introduction.closes_at:
        return _("This proposal has ended; answers are no longer taken.")
    if own.taken_back_at and answer == OptIn.Answer.YES:
        return _("You took your yes back, and that stands.")
    return None


def why_not_say_why(introduction: Introduction, own: OptIn, now: dt.datetime, *, joint_mail_left: bool) -> str | None:
    """Why this side may not say (any more) why it said no. Looks at nothing of the other side, like why_not_answer."""
    if own.answer != OptIn.Answer.NO and own.because != OptIn.Because.BAD_TIMING:
        return _("A reason belongs to a no; this proposal has none.")
    return why_not_answer(introduction, own, OptIn.Answer.NO, now, joint_mail_left=joint_mail_left)


def why_not_hand_over(introduction: Introduction, own: OptIn, now: dt.datetime, *, steps: int = 0) -> str | None:
    """Why this side may not pass the question on to a colleague at all (F056); `steps`: how often this side has.

    Looks at this side's own answer, its own hand-overs and the clock: what may be made only after a yes of both could
    otherwise be read from the refusal (F003).
    """
    if own.answer == OptIn.Answer.YES:
        return _("You said yes yourself; whoever says yes goes.")
    if own.taken_back_at:
        return _("You took your yes back, and that stands.")
    if now >= introduction.closes_at:
        return _("This proposal has ended; it can no longer be passed on.")
    if introduction.closes_at - working_moment(now) < LEAST_FOR_A_COLLEAGUE:
        return _("Less than two days are left to answer; that is too short for a colleague.")
    if steps >= HandOver.MOST:
        return _("This was passed on twice already; it ends with you.")
    return None


def why_not_yes(member: Member, now: dt.datetime) -> str | None:
    """Why `member` cannot say yes just now, by their own doing: paused, or consent taken back."""
    person = standing([member.pk], now=now)[member.pk]
    if "paused" in person.failing:
        until = person.profile.paused_until
        return _("You paused introductions until %(day)s. End the pause in your profile, then say yes.") % {
            "day": f"{until.day}-{until.month}-{until.year}"
        }
    if has_stopped(person):
        return _("You do not take part in introductions now. Change that in your profile, then say yes.")
    return None


def why_not_month(until: dt.date, now: dt.datetime) -> str | None:
    """Why a "not now" cannot last until that day: it names one of the coming twelve months."""
    if until in months_to_choose(local_day(now)):
        return None
    return _("Choose one of the coming twelve months.")
