"""What is in the database before a rush, and what must be there after it? Members with sessions, and a true history."""

import datetime as dt
from collections import Counter

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from corridor import clock
from corridor.models import Member, Transition
from events.models import Event, Registration
from tests import make
from tests.rush.crowd import Person

SESSION_COOKIE = "__Host-session"  # as in production


def crowd(size: int) -> list[Person]:
    """So many members, each signed in with a browser of their own."""
    home = make.region("mra")
    return [_signed_in(make.member(f"Guest {number}", region=home)) for number in range(size)]


def evening(seats: int) -> Event:
    """An event in two weeks, by the clock, with so many places."""
    return make.event(capacity=seats, starts_at=clock.now() + dt.timedelta(days=14))


def _signed_in(member: Member) -> Person:
    store = SessionStore()
    store[SESSION_KEY] = str(member.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = member.get_session_auth_hash()
    store.create()
    return Person(member.pk, {SESSION_COOKIE: store.session_key})


def counted(event: Event) -> dict[str, int]:
    """How many stand how."""
    return dict(Counter(Registration.objects.filter(event=event).values_list("state", flat=True)))


def faults_of_turns(event: Event, people: list[Person]) -> list[str]:
    """What is wrong with who registered when, nothing having been given back yet (R-10).

    Turns go from 1 without a hole or a double, in the order in which they were written; the places went to the first of
    them; whoever was answered before another pressed has the earlier turn; everybody read what is written.
    """
    rows = list(Registration.objects.filter(event=event).order_by("turn").values_list("turn", "state", "member", "pk"))
    found = []
    if [turn for turn, *_ in rows] != list(range(1, len(rows) + 1)):
        found.append("turns have holes or doubles")
    if [pk for *_, pk in rows] != sorted(pk for *_, pk in rows):
        found.append("turns do not rise as rows were written")
    states = [state for _turn, state, *_ in rows]
    if states != sorted(states, key=lambda state: state != "confirmed"):
        found.append("somebody has a place who came after one who waits")
    turns = {member: turn for turn, _state, member, _pk in rows}
    answered = sorted((one.answered, turns[one.member]) for one in people if one.member in turns)
    highest, next_answer = 0, 0
    for one in sorted(people, key=lambda one: one.submitted):
        while next_answer < len(answered) and answered[next_answer][0] < one.submitted:
            highest = max(highest, answered[next_answer][1])
            next_answer += 1
        if turns.get(one.member, 0) < highest:
            found.append(f"member {one.member} passed somebody who was answered before")
    told = {one.member: one.state for one in people}
    if told != {member: state for _turn, state, member, _pk in rows}:
        found.append("somebody read something else than what is written")
    return found


def faults_of_history(event: Event) -> list[str]:
    """What went wrong at any commit, by the history, whose rows are written under the event's lock (R-10).

    More places held than there are, somebody called who was not the first in line, or somebody called twice.
    """
    turns = dict(Registration.objects.filter(event=event).values_list("pk", "turn"))
    label, found = Registration._meta.label_lower, []
    history = Transition.objects.filter(subject_type=label, subject_id__in=turns, action__in=("registered", "moved"))
    holding: set[int] = set()
    waiting: set[int] = set()
    called: Counter[int] = Counter()
    for number, to, by in history.order_by("pk").values_list("subject_id", "to", "by"):
        if to == "offered":
            called[number] += 1
            if by is None and turns[number] != min(turns[one] for one in waiting):
                found.append(f"turn {turns[number]} was called before its time")
        for states, group in ((Registration.HOLDING, holding), (("waitlisted",), waiting)):
            (group.add if to in states else group.discard)(number)
        if len(holding) > event.capacity:
            found.append(f"{len(holding)} places held of {event.capacity}")
    found += [f"turn {turns[number]} was called {times} times" for number, times in called.items() if times > 1]
    return found
