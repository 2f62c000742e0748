"""Which other events are coming in the demo? For some only, moved, called off, or a draft."""

import datetime as dt
from functools import partial

from events.actions import events, registrations, staff
from events.demo import cast, telling
from events.demo.telling import Scene, Script, after
from events.models import Event, EventStaff, Registration

LORRIES = Script(
    kind="site_visit",
    venue="automotive-campus",
    day=14,
    starts=(13, 30),
    hours=3,
    places=20,
    title=("Remmen zonder bestuurder", "Braking without a driver"),
    summary=(
        "Een middag op de testbaan in Helmond. We rijden mee met een vrachtwagen die zelf stopt, en horen wat er moest "
        "kloppen voordat dat mocht. Alleen voor leden: we laten ook zien wat nog misgaat.",
        "An afternoon on the test track in Helmond. We ride along in a lorry that stops by itself, and hear what had "
        "to be right before it was allowed to. For members only: we also show what still goes wrong.",
    ),
    layers=(5, 7),
    synergies=("B",),
    topics=("autonomous-vehicles", "automotive-systems", "sensors"),
    more={"audience": "members", "asks_needs": True, "languages": "both"},
)
OUR_LANGUAGE = Script(
    kind="dinner",
    venue="waag",
    day=16,
    starts=(18, 30),
    hours=3.5,
    places=12,
    title=("Aan tafel over modellen in eigen taal", "At table about models in our own language"),
    summary=(
        "Twaalf mensen, één lange tafel onder het dak van de Waag. De omroepen hebben het geluid, de universiteiten de "
        "modellen, de fabrieken de vragen. De avond is op uitnodiging; wat er gezegd wordt, blijft aan tafel.",
        "Twelve people at one long table under the roof of De Waag. The broadcasters have the sound, the universities "
        "the models, the factories the questions. The evening is by invitation; what is said stays at the table.",
    ),
    layers=(5, 6),
    synergies=("H", "A"),
    topics=("dutch-language-models", "speech-technology", "media-archives"),
    more={"audience": "invited", "asks_needs": True, "languages": "nl"},
)
DRONES = Script(
    kind="site_visit",
    venue="lelystad-airport",
    day=42,
    starts=(10, 0),
    hours=4,
    places=15,
    title=("Drones boven het rustigste vliegveld", "Drones above the quietest airfield"),
    summary=(
        "Op Lelystad is lucht genoeg. We vliegen met drie teams, meten het geluid aan de rand van het veld en eten er "
        "een broodje bij. De gastheer kiest een gemengde groep: schrijf je in, je hoort binnen een week of het past.",
        "There is sky enough at Lelystad. We fly with three teams, measure the sound at the edge of the field, and "
        "have a sandwich. The host puts together a mixed group: ask for a place, and within a week you hear.",
    ),
    layers=(7,),
    synergies=("F",),
    topics=("drones", "radar"),
    more={"approves": True, "asks_photo": True},
)
LIGHT = Script(
    kind="dinner",
    venue="evoluon",
    day=8,
    starts=(18, 0),
    hours=3,
    places=24,
    title=("Techdiner: rekenen met licht", "Tech dinner: computing with light"),
    summary=(
        "Drie tafels, drie gangen, één vraag: wanneer wint licht van stroom? Naast je zit iemand uit de andere regio.",
        "Three tables, three courses, one question: when does light beat current? Beside you sits somebody from the "
        "other region.",
    ),
    layers=(2, 3),
    synergies=("D",),
    topics=("integrated-photonics", "ai-accelerators"),
    more={"asks_needs": True, "allows_companion": True},
)
MOVED = "De keuken van het Evoluon wordt die week verbouwd. Een week later koken ze weer, om dezelfde tijd."
SMALL_AI = Script(
    kind="meetup",
    venue="ai-house-amsterdam",
    day=13,
    starts=(15, 0),
    hours=2.5,
    places=40,
    title=("AI voor bedrijven met tien mensen", "AI for companies of ten people"),
    summary=(
        "Geen strategie, wel een middag proberen: neem één taak mee die elke week terugkomt en ga met een werkend "
        "begin naar huis.",
        "No strategy, but an afternoon of trying: bring one task that returns every week, and go home with a working "
        "beginning.",
    ),
    layers=(5, 6),
    synergies=("A",),
    topics=("ai-for-sme", "ai-agents", "small-specialised-models"),
)
CALLED_OFF = "Twee van de drie begeleiders zijn ziek, en met één wordt het niets. We kiezen een dag in het voorjaar."
RADAR = Script(
    kind="meetup",
    venue="high-tech-campus-almere",
    day=58,
    starts=(16, 30),
    hours=3,
    places=50,
    title=("Wat radar in de polder ziet", "What radar sees in the polder"),
    summary=(
        "Vogels, drones en regen lijken op elkaar tot je goed kijkt. Nog een concept: spreker en zaal liggen vast, het "
        "programma nog niet.",
        "Birds, drones and rain look alike until you look closely. Still a draft: speaker and hall are settled, the "
        "programme is not.",
    ),
    layers=(5, 7),
    synergies=("F",),
    topics=("radar", "machine-learning"),
)


def _announce(script: Script, guests: int, day: dt.datetime, now: dt.datetime) -> None:
    event = telling.announce(script, day, now)
    if event and guests:
        telling.fill(event, cast.crowd(event.title_nl)[:guests], now)


def _invite(day: dt.datetime, now: dt.datetime) -> None:
    event = telling.announce(OUR_LANGUAGE, day, now)
    if event:
        host = cast.staff_for("host: dinner")[:1]
        for person in host:
            staff.add(event=event, member=person, role=EventStaff.Role.HOST, by=event.organiser, now=now)
        for person in cast.crowd(event.title_nl)[:14]:
            registrations.invite(event=event, member=person, by=event.organiser, now=now)


def _say_yes(day: dt.datetime, now: dt.datetime) -> None:
    """Most of the invited come, one cannot, and some think about it."""
    event = telling.find(OUR_LANGUAGE, day)
    if event is None or event.registrations.filter(state=Registration.State.CONFIRMED).exists():
        return
    asked = event.registrations.filter(state=Registration.State.INVITED)
    for number, one in enumerate(list(asked)[:8]):
        if number == 3:
            registrations.cancel(registration=one, by=one.member, now=now)
        else:
            registrations.accept(registration=one, by=one.member, now=now)


def _choose(day: dt.datetime, now: dt.datetime) -> None:
    """The host says yes to some, no to one, and has not read the rest."""
    event = telling.find(DRONES, day)
    if event is None or event.registrations.filter(state=Registration.State.CONFIRMED).exists():
        return
    asked = event.registrations.filter(state=Registration.State.PENDING)
    for number, one in enumerate(list(asked)[:6]):
        act = registrations.decline if number == 4 else registrations.approve
        act(registration=one, by=event.organiser, now=now)


def _move(day: dt.datetime, now: dt.datetime) -> None:
    event = telling.find(LIGHT, day)
    if event is None or event.state not in Event.COMING:
        return
    week = dt.timedelta(days=7)
    facts = {"starts_at": event.starts_at + week, "ends_at": event.ends_at + week}
    events.reschedule(event=event, facts=facts, because=MOVED, by=event.organiser, now=now)
    for one in event.registrations.filter(state__in=Registration.STANDING):
        registrations.tell_of_move(registration=one, now=now)


def _call_off(day: dt.datetime, now: dt.datetime) -> None:
    event = telling.find(SMALL_AI, day)
    if event is None or event.state not in Event.COMING:
        return
    events.cancel(event=event, by=event.organiser, because=CALLED_OFF, now=now)
    for one in event.registrations.filter(state__in=Registration.STANDING):
        registrations.release(registration=one, now=now)


def _draft(day: dt.datetime, now: dt.datetime) -> None:
    telling.draft(RADAR, starts_at=telling.begins(RADAR, day), now=now)


SCENES: tuple[Scene, ...] = (
    (after(-40), partial(_announce, LIGHT, 14)),
    (after(-30), partial(_announce, SMALL_AI, 9)),
    (after(-25), partial(_announce, LORRIES, 11)),
    (after(-24), _invite),
    (after(-18), partial(_announce, DRONES, 8)),
    (after(-15), _say_yes),
    (after(-9), _choose),
    (after(-4), _move),
    (after(-3), _call_off),
    (after(-1), _draft),
)
