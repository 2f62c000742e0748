"""How do the demo's people behave? Each in their own way and time, from a die that always falls the same.

Everything goes through the actions that a pressed button calls; what those refuse, people let be.
"""

import contextlib
import datetime as dt
import random
from collections.abc import Sequence
from dataclasses import dataclass

from corridor.actions import mail_choices, visits
from corridor.errors import Refused
from corridor.models import MailPreference, Member, Organisation, Region
from matchmaking.actions import collaborations, feedback, promises, wishes
from matchmaking.dates import local_day
from matchmaking.models import Collaboration, Feedback, FollowUp, Introduction, OptIn, Outcome

Answer, Said, Kind, Stage = OptIn.Answer, Feedback.Answer, Outcome.Kind, Collaboration.Stage
# Of a hundred so many do so; the rest stay silent.
SAYS = ((66, Answer.YES), (9, Answer.NO), (7, Answer.NOT_NOW))
MET = ((20, Said.NOT_MET), (22, Said.MET), (26, Said.VALUABLE), (14, Said.FOLLOW_UP))
CAME = ((30, Kind.NONE), (16, Kind.PILOT), (8, Kind.JOINT_PROPOSAL), (5, Kind.CONTRACT), (4, Kind.PUBLICATION))
TRAVELS, WISHES, GATHERS, PROMISES, KEEPS, RELEASES = 10, 25, 12, 60, 70, 80  # of a hundred
BY_THE_WAY = 7  # days that a question about afterwards waits for its answer, at most
STAGE_AFTER = {Kind.PILOT: Stage.PILOT, Kind.CONTRACT: Stage.SCALED}
# What people promise and do together, in Dutch and in English.
PROMISED = (
    ("Het meetrapport sturen", "Send the test report"),
    ("Een afspraak maken met onze inkoop", "Make an appointment with our buyers"),
    ("De namen van twee afstudeerders doorgeven", "Pass on the names of two graduates"),
    ("Uitzoeken of de testhal in mei vrij is", "Find out whether the test hall is free in May"),
)
TOGETHER = (
    ("Storingen voorspellen aan één productielijn", "Predicting faults on one production line"),
    ("Een gedeelde testopstelling, om en om", "A shared test set-up, in turns"),
    ("Rekenkracht ruilen tegen sensordata", "Computing power in return for sensor data"),
    ("Samen één student op één vraag", "One student on one question, together"),
    ("Een model dat meekijkt met de microscoop", "A model that looks along with the microscope"),
    ("Restwarmte meten voordat we erover praten", "Measuring waste heat before we talk about it"),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one side is going to say, and when."""

    opt_in: OptIn
    answer: str
    at: dt.datetime


def plan(own: OptIn) -> Plan | None:
    """The answer of one side, or None for silence; most come within two days."""
    die = _die("answer", own.introduction_id, own.member_id)
    answer = _of(SAYS, die)
    hours = min(die.expovariate(1 / 30), 160)
    return Plan(own, answer, own.introduction.offered_at + dt.timedelta(hours=hours)) if answer else None


def beforehand(members: Sequence[Member], *, now: dt.datetime) -> None:
    """What people tell before a round: where they will be, whom they would like to meet, how they want their mail."""
    homes = list(Region.objects.filter(kind=Region.Kind.CORRIDOR_REGION).order_by("slug"))
    shown = list(Organisation.objects.filter(foreign=False).exclude(verified_at=None).order_by("slug"))
    for member in members:
        die = _die("before", local_day(now).month, member.pk)
        if die.randrange(100) < TRAVELS:
            first = local_day(now) + dt.timedelta(days=die.randint(10, 40))
            last = first + dt.timedelta(days=die.randint(0, 2))
            with contextlib.suppress(Refused):  # they live there
                visits.add(member=member, region=die.choice(homes), first_day=first, last_day=last, by=member, now=now)
        if die.randrange(100) < WISHES / 12:
            with contextlib.suppress(Refused):
                wishes.add(member=member, organisation=die.choice(shown), by=member, now=now)
        if _die("gathers", member.pk).randrange(100) < GATHERS:
            pace = _die("pace", member.pk).choice((MailPreference.Pace.WEEKLY, MailPreference.Pace.MONTHLY))
            mail_choices.choose(member=member, paces={"introductions": pace}, by=member, now=now)


def afterwards(*, now: dt.datetime) -> None:
    """What people answer and do after they were introduced, as far as they have come to it by `now`."""
    lately = now - dt.timedelta(days=BY_THE_WAY)
    for one in Feedback.objects.filter(answer="", asked_at__gt=lately).select_related("introduction", "member"):
        _say_whether_met(one, now)
    for one in Outcome.objects.filter(kind="", asked_at__gt=lately).select_related("introduction", "member"):
        _say_what_came(one, now)
    for one in FollowUp.objects.filter(kept_at=None, due_on__lte=local_day(now)).select_related("introduction"):
        if _die("keep", one.pk).randrange(100) < KEEPS:
            promises.keep(number=one.pk, introduction=one.introduction, member=one.member, now=now)


def _say_whether_met(asked: Feedback, now: dt.datetime) -> None:
    die, both = _die("met", asked.introduction_id, asked.member_id), _die("met", asked.introduction_id)
    met = both.randrange(100) < 75  # they do not disagree about that
    said = _of(MET, die)
    if said is None:
        return
    said = Said.NOT_MET if not met else Said.MET if said == Said.NOT_MET else said
    feedback.say(introduction=asked.introduction, member=asked.member, answer=said, now=now)
    if said == Said.FOLLOW_UP and die.randrange(100) < PROMISES:
        promises.note(
            introduction=asked.introduction,
            member=asked.member,
            line=_spoken(die.choice(PROMISED), asked.member),
            due_on=local_day(now) + dt.timedelta(days=die.randint(7, 30)),
            now=now,
        )


def _say_what_came(asked: Outcome, now: dt.datetime) -> None:
    both = _die("came", asked.introduction_id, asked.months)
    met = asked.introduction.feedback.exclude(answer__in=("", Said.NOT_MET)).exists()
    kind = _of(CAME, both)
    if kind is None:
        return
    kind = kind if met else Kind.NONE
    feedback.say_what_came(
        introduction=asked.introduction, member=asked.member, months=asked.months, kind=kind, now=now
    )
    if kind != Kind.NONE:
        _work_together(asked.introduction, asked.member, kind, both, now)


def _work_together(introduction: Introduction, member: Member, kind: str, die: random.Random, now: dt.datetime) -> None:
    """The first of the two writes it down and releases it; the other one may follow."""
    known = Collaboration.objects.filter(introduction=introduction).first()
    if known is None:
        known = collaborations.start(
            introduction=introduction,
            member=member,
            line=_spoken(die.choice(TOGETHER), member),
            synergy=introduction.synergy,
            stage=STAGE_AFTER.get(kind, Stage.IDEA),
            now=now,
        )
    if _die("release", introduction.pk, member.pk).randrange(100) < RELEASES:
        words = collaborations.words_of(known)
        collaborations.release(introduction=introduction, member=member, as_of=words, now=now)


def _spoken(line: tuple[str, str], member: Member) -> str:
    return line[member.language == "en"]


def _die(*what: object) -> random.Random:
    return random.Random(":".join(map(str, what)))  # noqa: S311 - a toy's die, not a secret


def _of(shares: Sequence[tuple[int, str]], die: random.Random) -> str | None:
    """One of the answers, by its share of a hundred; None for the rest."""
    throw = die.randrange(100)
    for share, answer in shares:
        if throw < share:
            return answer
        throw -= share
    return None
