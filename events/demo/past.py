"""Which evenings lie just behind us in the demo? One that many had an opinion of, one that few had, one that moved."""

import contextlib
import datetime as dt

from corridor.errors import Refused
from corridor.models import Organisation
from events.actions import announcements, opinions, programme
from events.demo import cast, telling
from events.demo.telling import Scene, Script, after
from events.models import Event, OpinionRoll
from events.queries.opinions import to_ask

HEAT = Script(
    kind="meetup",
    venue="polanenpark",
    day=-50,
    starts=(16, 0),
    hours=3,
    places=30,
    title=("Warmte is geen afval", "Heat is no waste"),
    summary=(
        "Een datacentrum maakt genoeg warmte voor een wijk, en de wijk ligt er zelden naast. We lopen een halfuur over "
        "het terrein, horen wat het net aankan en rekenen aan tafel met echte cijfers. Trek schoenen aan waar je mee "
        "buiten kunt staan.",
        "A data centre makes enough heat for a neighbourhood, and the neighbourhood is rarely next door. We walk the "
        "grounds for half an hour, hear what the grid can take, and do the sums at the table with real figures. Wear "
        "shoes you can stand outside in.",
    ),
    layers=(1, 3, 4),
    synergies=("G",),
    topics=("residual-heat", "sustainable-datacentres", "energy-supply"),
    more={"asks_photo": True, "shows_guests": True},
)
LENS = Script(
    kind="dinner",
    venue="high-tech-campus-eindhoven",
    day=-22,
    starts=(18, 0),
    hours=3.5,
    places=16,
    title=("Techdiner: de lens en het model", "Tech dinner: the lens and the model"),
    summary=(
        "Wie meet, heeft data; wie modellen maakt, zoekt ze. Twee tafels van acht, vier gangen, en na elke gang "
        "schuift de helft een tafel op.",
        "Those who measure have data; those who build models look for them. Two tables of eight, four courses, and "
        "after each course half of the guests move to the other table.",
    ),
    layers=(2, 5),
    synergies=("C", "D"),
    topics=("precision-optics", "machine-learning", "quality-inspection"),
    more={"asks_needs": True, "allows_companion": False},
)
# What guests thought of it: marks, and a line in the language of whoever writes.
THOUGHT = (
    (5, ("Eindelijk iemand die het in graden en euro's zei.", "At last somebody who said it in degrees and euros.")),
    (4, ("Het terrein was de helft van het verhaal.", "The grounds were half of the story.")),
    (4, ("Graag volgende keer de netbeheerder erbij.", "Please invite the grid operator next time.")),
    (
        5,
        (
            "Twee afspraken gemaakt, allebei over de grens van mijn regio.",
            "Made two appointments, both outside my region.",
        ),
    ),
    (3, ("Het rekenen ging me iets te snel.", "The sums went a little too fast for me.")),
    (5, ("", "")),
    (4, ("De wandeling eerst, dat werkt.", "The walk first: that works.")),
)
WANTED_MORE = (
    (5, ("Na de derde gang zat ik goed.", "After the third course I sat well.")),
    (4, ("", "")),
    (3, ("", "")),
)


def _announce_heat(day: dt.datetime, now: dt.datetime) -> None:
    event = telling.announce(HEAT, day, now)
    if event is None:
        return
    telling.fill(event, cast.crowd(event.title_nl)[:24], now)
    talks = (
        (0, 30, "Buiten", ("Rondje over het terrein", "A walk over the grounds"), 0),
        (40, 75, "Kantine", ("Wat het net aankan", "What the grid can take"), 1),
        (85, 130, "Kantine", ("Rekenen aan tafel", "Sums at the table"), 0),
    )
    speakers = cast.crowd("on stage: heat")
    for begins, ends, room, title, number in talks:
        facts = {
            "title_nl": title[0],
            "title_en": title[1],
            "starts_at": event.starts_at + dt.timedelta(minutes=begins),
            "ends_at": event.starts_at + dt.timedelta(minutes=ends),
            "room": room,
        }
        said = [(one.name, cast.described(one)) for one in speakers[number : number + 1]]
        programme.add_session(event=event, facts=facts, speakers=said, by=event.organiser, now=now)
    for slug, gives in (
        ("dutch-data-center-association", "koffie · coffee"),
        ("municipality-of-haarlemmermeer", "bus"),
    ):
        sponsor = Organisation.objects.filter(slug=slug).first()
        if sponsor:
            programme.add_sponsor(event=event, organisation=sponsor, gives=gives, by=event.organiser, now=now)


def _announce_lens(day: dt.datetime, now: dt.datetime) -> None:
    event = telling.announce(LENS, day, now)
    if event:
        telling.fill(event, cast.crowd(event.title_nl)[:17], now)


def _visit(script: Script, day: dt.datetime, most: int) -> None:
    event = telling.find(script, day)
    if event and event.state in Event.COMING:
        telling.arrive(event, event.organiser, most=most, first=event.starts_at - dt.timedelta(minutes=25))
        telling.hold(event)


def _judge(script: Script, day: dt.datetime, now: dt.datetime, thoughts: tuple) -> None:
    """Ask those who came; some answer, in their own language."""
    event = telling.find(script, day)
    if event is None or OpinionRoll.objects.filter(registration__event=event).exists():
        return
    rolls = [opinions.ask(registration=one, now=now) for one in to_ask(now=now).filter(event=event)]
    answers = [roll for roll in rolls if roll and roll.registration.member.is_active][: len(thoughts)]
    for roll, (marks, line) in zip(answers, thoughts, strict=False):
        said = line[roll.registration.member.language == "en"]
        with contextlib.suppress(Refused):
            opinions.answer(roll=roll, marks=marks, line=said, now=now)


def _thank(day: dt.datetime, now: dt.datetime) -> None:
    """The day after, the host writes to those who came."""
    event = telling.find(HEAT, day)
    if event is None or event.announcements.exists() or not event.registrations.filter(check_in__isnull=False).exists():
        return
    facts = {
        "subject_nl": "De cijfers van het warmterondje",
        "subject_en": "The figures of the walk about heat",
        "text_nl": "Dank dat je er was. De tabel waarmee we aan tafel rekenden hangt bij de koffie in de kantine; "
        "wie hem wil hebben, antwoordt op deze mail.",
        "text_en": "Thank you for coming. The table we did our sums with hangs by the coffee in the canteen; "
        "whoever would like it answers this mail.",
        "segment": {"states": ["confirmed"], "arrived": True},
    }
    told = announcements.draft(event=event, facts=facts, by=event.organiser, now=now)
    announcements.schedule(announcement=told, by=event.organiser, now=now)
    announcements.send(announcement=told, now=now)


SCENES: tuple[Scene, ...] = (
    (after(-75), _announce_heat),
    (after(-49.5), lambda day, now: _visit(HEAT, day, 19)),
    (after(-49), lambda day, now: _judge(HEAT, day, now, THOUGHT)),
    (after(-49, hours=1), _thank),
    (after(-46), _announce_lens),
    (after(-21.5), lambda day, now: _visit(LENS, day, 12)),
    (after(-20.5), lambda day, now: _judge(LENS, day, now, WANTED_MORE)),
)
