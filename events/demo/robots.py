"""Which coming meetup of the demo shows everything? Two rooms, a full house, a line of people, and news."""

import datetime as dt
from collections.abc import Callable

from corridor.models import Member, Organisation, Region
from events.actions import announcements, programme, registrations, shaping, staff, waitlist
from events.actions.details import Details
from events.demo import cast, telling
from events.demo.telling import Scene, Script, after
from events.models import Event, EventStaff, Question, Registration

ROBOTS = Script(
    kind="meetup",
    venue="ai-innovation-center",
    day=9,
    starts=(17, 30),
    hours=3.5,
    places=30,
    title=("Robots die weten waar ze zijn", "Robots that know where they are"),
    summary=(
        "Een robot die één keer heeft gezien hoe een pallet valt, hoeft het daarna niet meer te proberen. In Amsterdam "
        "leren modellen hoe de wereld beweegt, in Eindhoven staan de machines waarin dat telt. Twee zalen, korte "
        "verhalen, en soep voor wie van het werk komt.",
        "A robot that has once seen how a pallet falls need not try it again. In Amsterdam models learn how the world "
        "moves; in Eindhoven stand the machines in which that matters. Two rooms, short talks, and soup for those who "
        "come straight from work.",
    ),
    layers=(5, 7),
    synergies=("I", "C"),
    topics=("world-models", "physical-ai", "robotics", "digital-twins"),
    more={"allows_companion": True, "asks_needs": True, "asks_photo": True, "shows_guests": True},
)
KEPT, FIRST_GUESTS, GUESTS = 6, 12, 40
# Minutes from the beginning, room, title, what it is about, and which of the speakers. The two that begin at 80 minutes
# share a speaker: the programme tells its organiser.
SESSIONS = (
    (0, 30, "Foyer", ("Binnenkomen, met soep", "Coming in, with soup"), ("", ""), ()),
    (
        *(30, 70, "Zaal 1"),
        ("Een model van de werkvloer", "A model of the shop floor"),
        (
            "Wat een model nodig heeft om te begrijpen dat een doos kan kantelen, en wat het gerust mag vergeten.",
            "What a model needs in order to grasp that a box can tip over, and what it may safely forget.",
        ),
        (0,),
    ),
    (
        *(30, 70, "Zaal 2"),
        ("Wat een robot niet hoeft te zien", "What a robot need not see"),
        (
            "Minder camera's, minder data, minder stroom: een magazijn dat met de helft toekan.",
            "Fewer cameras, less data, less power: a warehouse that manages with half.",
        ),
        (1,),
    ),
    (
        *(80, 120, "Zaal 1"),
        ("Van simulatie naar magazijn", "From simulation to warehouse"),
        (
            "Zes weken oefenen in de computer, één middag in het echt.",
            "Six weeks in the computer, one afternoon for real.",
        ),
        (2, 3),
    ),
    (
        *(80, 120, "Zaal 2"),
        ("Leren van wie het werk doet", "Learning from those who do the work"),
        (
            "Een monteur kijkt mee met het model. Wie leert er meer van?",
            "A mechanic looks along with the model. Who learns more?",
        ),
        (3,),
    ),
    (130, 160, "Zaal 1", ("Drie vragen aan de zaal", "Three questions to the room"), ("", ""), (0, 1)),
    (160, 210, "Foyer", ("Aan de hoge tafels", "At the high tables"), ("", ""), ()),
)
SPONSORS = (("hightechxl", "zaal · hall"), ("signify", "soep · soup"), ("amsterdam-ai", "bus"))
ASKED = (
    {
        "kind": Question.Kind.CHOICE,
        "text_nl": "Waar sta jij?",
        "text_en": "Where do you stand?",
        "choices_nl": ["Ik bouw modellen", "Ik bouw machines", "Ik gebruik wat anderen bouwen"],
        "choices_en": ["I build models", "I build machines", "I use what others build"],
        "is_required": True,
    },
    {
        "kind": Question.Kind.LINE,
        "text_nl": "Welke vraag neem je mee voor de zaal?",
        "text_en": "Which question do you bring for the room?",
    },
    {
        "kind": Question.Kind.TICK,
        "text_nl": "Ik rijd mee met de bus vanaf Amsterdam",
        "text_en": "I take the bus from Amsterdam",
    },
)
QUESTIONS = (
    ("Hoe weet je dat een simulatie eerlijk is?", "How do you know that a simulation is fair?"),
    ("Wie is aansprakelijk als het model het beter wist?", "Who is liable when the model knew better?"),
    ("Wat kost het om dit op drie robots te proberen?", "What does it cost to try this on three robots?"),
)
DIETS = ("Vegetarisch", "Geen noten", "Glutenvrij", "Halal")
ACCESS = "Ik kom in een rolstoel; graag een plek vooraan"


def _announce(day: dt.datetime, now: dt.datetime) -> None:
    event = telling.draft(ROBOTS, starts_at=telling.begins(ROBOTS, day), now=now)
    if event is None:
        return
    by = event.organiser
    for facts in ASKED:
        shaping.ask(event=event, facts=facts, by=by, now=now)
    north = Region.objects.filter(slug="mra").first()
    if north:
        shaping.hold_places(event=event, count=KEPT, region=north, helix="", by=by, now=now)
    roles = (EventStaff.Role.HOST, EventStaff.Role.DOOR)
    for person, role in zip(cast.staff_for(event.title_nl), roles, strict=False):
        staff.add(event=event, member=person, role=role, by=by, now=now)
    _compose(event, now)
    telling.events.publish(event=event, by=by, now=now)
    telling.fill(event, cast.crowd(event.title_nl)[:FIRST_GUESTS], now, say=_say(event))


def _compose(event: Event, now: dt.datetime) -> None:
    speakers = cast.crowd("on stage: robots")
    for begins, ends, room, title, summary, numbers in SESSIONS:
        facts = {
            "title_nl": title[0],
            "title_en": title[1],
            "summary_nl": summary[0],
            "summary_en": summary[1],
            "starts_at": event.starts_at + dt.timedelta(minutes=begins),
            "ends_at": event.starts_at + dt.timedelta(minutes=ends),
            "room": room,
        }
        said = [(speakers[one].name, cast.described(speakers[one])) for one in numbers if one < len(speakers)]
        programme.add_session(event=event, facts=facts, speakers=said, by=event.organiser, now=now)
    for slug, gives in SPONSORS:
        sponsor = Organisation.objects.filter(slug=slug).first()
        if sponsor:
            programme.add_sponsor(event=event, organisation=sponsor, gives=gives, by=event.organiser, now=now)


def _say(event: Event, first: int = 0) -> Callable[[Member, int], Details]:
    """What each guest tells at registration, those before them being `first`."""
    asked = list(event.questions.order_by("position"))

    def details(person: Member, nth: int) -> Details:
        number = first + nth
        answers = {asked[0].pk: str(number % 3), asked[2].pk: "yes" if number % 4 == 1 else ""}
        if number % 3 == 0:
            answers[asked[1].pk] = QUESTIONS[number // 3 % len(QUESTIONS)][person.language == "en"]
        needs = (DIETS[number // 4 % len(DIETS)], ACCESS if number == 8 else "") if number % 4 == 0 else None
        return Details(
            companion="Robin Zonnestroomstra" if number == 5 else "",
            photo=Registration.Photo.NONE if number % 6 == 2 else Registration.Photo.FINE,
            is_listed=number % 3 != 1,
            answers=answers,
            needs=needs,
        )

    return details


def _write(day: dt.datetime, now: dt.datetime) -> None:
    """The organiser tells everybody about the bus, and has one more mail waiting for its day."""
    event = telling.find(ROBOTS, day)
    if event is None or event.announcements.exists():
        return
    by, segment = event.organiser, {"states": ["confirmed"], "arrived": None}
    bus = {
        "subject_nl": "Een bus vanaf Amsterdam, heen en terug",
        "subject_en": "A bus from Amsterdam, there and back",
        "text_nl": "Om 15.45 uur vertrekt een bus van de achterkant van station Zuid; om 21.15 uur rijdt hij terug. "
        "Je hoeft niets te doen als je de bus al aankruiste. Wil je alsnog mee, verander dan je antwoord.",
        "text_en": "At 15:45 a bus leaves from the rear of Amsterdam Zuid station; at 21:15 it drives back. If you "
        "ticked the bus there is nothing to do. Would you like to come along after all? Then change your answer.",
        "segment": segment,
    }
    told = announcements.draft(event=event, facts=bus, by=by, now=now)
    announcements.schedule(announcement=told, by=by, now=now)
    announcements.send(announcement=told, now=now)
    doors = {
        "subject_nl": "Morgen: de deur gaat om vijf uur open",
        "subject_en": "Tomorrow: the door opens at five",
        "text_nl": "De ingang is aan de kant van het water, bij het gebouw met de ronde hoek. Houd je ticket klaar; "
        "wie hem niet bij zich heeft, komt op naam ook binnen.",
        "text_en": "The entrance is on the side of the water, at the building with the round corner. Keep your ticket "
        "ready; without it you come in by name as well.",
        "segment": segment,
    }
    waits = announcements.draft(event=event, facts=doors, by=by, now=now)
    announcements.schedule(announcement=waits, by=by, now=now, send_at=event.starts_at - dt.timedelta(days=1))


def _fill_up(day: dt.datetime, now: dt.datetime) -> None:
    """It fills up, all but what is kept for the other region; whoever comes later waits. Some choose their sessions."""
    event = telling.find(ROBOTS, day)
    if event is None or event.registrations.count() > FIRST_GUESTS:
        return
    telling.fill(event, cast.crowd(event.title_nl)[FIRST_GUESTS:GUESTS], now, say=_say(event, FIRST_GUESTS))
    sessions = list(event.sessions.exclude(room="Foyer"))
    for number, place in enumerate(event.registrations.filter(state=Registration.State.CONFIRMED)[:6]):
        for session in sessions[number % 2 :: 2]:
            programme.choose(registration=place, session=session, goes=True)


def _give_back(day: dt.datetime, now: dt.datetime) -> None:
    """Two cannot come after all; their places are offered to those who wait."""
    event = telling.find(ROBOTS, day)
    if event is None or event.registrations.filter(state=Registration.State.OFFERED).exists():
        return
    places = event.registrations.filter(state=Registration.State.CONFIRMED, companion="").select_related("member")
    for place in list(places.order_by("-turn")[:2]):
        registrations.cancel(registration=place, by=place.member, now=now)
    line = list(event.registrations.filter(state=Registration.State.WAITLISTED).order_by("turn"))
    if len(line) > 2 and event.organiser:
        because = "Spreekt in zaal 2 en stond nog niet op de lijst"
        waitlist.move(registration=line[-1], to=1, by=event.organiser, because=because, now=now)


SCENES: tuple[Scene, ...] = (
    (after(-33), _announce),
    (after(-2), _fill_up),
    (after(-1.5), _write),
    (after(minutes=-20), _give_back),
)
