"""Do pages call free what is free for whoever reads, when places are kept for others? (F081)"""

import datetime as dt
import random

import pytest
from django.test import Client

from corridor.models import Member
from events.actions import registrations
from events.models import Event, HeldPlaces
from events.queries import capacity, held, programme
from tests import make

pytestmark = pytest.mark.django_db

FAR = ("mra", "brainport", "eindhoven", "twente")
HELICES = ("company", "government", "knowledge")


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def someone(region: str = "mra", helix: str = "company") -> Member:
    place = make.region(region, parent="brainport" if region == "eindhoven" else "netherlands")
    return make.member(region=place, organisation=make.organisation(region=place, helix=helix))


def read(event: Event, member: Member | None = None) -> Event:
    return programme.event(member, event.slug)


def page(event: Event, client: Client) -> str:
    return client.get(f"/en/events/{event.slug}/").content.decode()


def test_f081_what_is_kept_for_a_region_is_not_free_for_others(now, client_for):
    event = make.event(capacity=3)
    HeldPlaces.objects.create(event=event, region=make.region("brainport"), places=3)
    near, far = someone("mra"), someone("eindhoven")

    assert (capacity.free(read(event), now), capacity.free(read(event, near), now)) == (0, 0)
    assert capacity.free(read(event, far), now) == 3
    assert "Let me wait for a place" in page(event, client_for(near))
    assert "Keep a place for me" in page(event, client_for(far))
    assert "3 places are kept for a region" in page(event, Client())
    assert "full; you may wait" in Client().get("/en/events/").content.decode()
    assert "3 places left" in client_for(far).get("/en/events/").content.decode()
    assert "full; you may wait" in client_for(near).get("/en/events/").content.decode()


def test_f081_what_was_kept_is_free_for_all_from_72_hours_before(now):
    event = make.event(capacity=3, starts_at=now + dt.timedelta(hours=72))
    HeldPlaces.objects.create(event=event, helix="government", places=2)

    found = read(event)

    assert (capacity.free(found, now), capacity.kept_now(found, now)) == (3, 0)
    a_second_before = now - dt.timedelta(seconds=1)
    assert (capacity.free(found, a_second_before), capacity.kept_now(found, a_second_before)) == (1, 2)


def test_f081_somebody_who_is_missing_reads_that_a_place_is_free_though_others_wait(now):
    event = make.event(capacity=2)
    HeldPlaces.objects.create(event=event, helix="government", places=1)
    make.registration(event, someone())
    make.registration(event, someone(), "waitlisted")

    assert capacity.free(read(event, someone()), now) == 0
    assert capacity.free(read(event, someone(helix="government")), now) == 1


@pytest.mark.parametrize("seed", range(12))
def test_f081_pages_count_as_the_line_does(seed, now):
    """For any guests and kept places: the page promises a place to whoever gets one, and to nobody else."""
    draw = random.Random(seed)
    event = make.event(capacity=draw.randint(3, 7))
    for region in draw.sample(["mra", "brainport", "twente"], draw.randint(0, 2)):
        HeldPlaces.objects.create(event=event, region=make.region(region), places=draw.randint(1, 3))
    for helix in draw.sample(HELICES, draw.randint(0, 2)):
        HeldPlaces.objects.create(event=event, helix=helix, places=draw.randint(1, 2))
    bare = make.member(complete=False)
    for _ in range(8):
        person = draw.choice([bare, someone(draw.choice(FAR), draw.choice(HELICES))])
        promised = capacity.free(read(event, person), now) > 0
        kept = sum(group.left for group in held.groups(event, now))
        assert read(event).kept == kept
        if person == bare:
            continue
        own = registrations.register(event=event, by=person, now=now)
        assert promised == (own.state == "confirmed")
