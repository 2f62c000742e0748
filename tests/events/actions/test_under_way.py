"""Does what was under way while somebody erased themselves bring anything of them back? (F050)"""

import contextlib

import pytest

from corridor.actions import erasing
from corridor.errors import Refused
from corridor.models import ExperimentSite, Member, OutboxEmail
from events.actions import feeds, guests, hand_overs, registrations, site_requests, staff, walk_ins
from events.models import CalendarFeed, EventStaff, Registration, SiteRequest
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(db):
    venue = make.venue()
    return ExperimentSite.objects.create(slug="roof", venue=venue, region=venue.region, **WORDS)


WORDS = {"what_nl": "Dak", "what_en": "Roof"}


@pytest.mark.parametrize(
    "do",
    [
        lambda event, who, by, now: registrations.register(event=event, by=who, now=now),
        lambda event, who, by, now: registrations.invite(event=event, member=who, by=by, now=now),
        lambda event, who, by, now: guests.add(event=event, member=who, by=by, because="speaks", now=now),
        lambda event, who, by, now: walk_ins.admit(event=event, guest=who, by=by, now=now),
        lambda event, who, by, now: staff.add(event=event, member=who, role="door", by=by, now=now),
        lambda event, who, by, now: hand_overs.take(registration=make.registration(event), by=who, now=now),
        lambda event, who, by, now: feeds.renew(member=who, now=now),
        lambda event, who, by, now: site_requests.ask(
            site=ExperimentSite.objects.get(), text="A test of ours", by=who, now=now
        ),
    ],
    ids=["register", "invite", "add", "walk_in", "staff", "take", "feed", "site"],
)
def test_f050_who_erased_themselves_meanwhile_gets_no_row_and_no_mail(do, site, organiser, now):
    event, ada = make.event(starts_at=now.replace(hour=10)), make.member("Ada Amstel")
    address = ada.email
    erasing.erase(member=Member.objects.get(pk=ada.pk), by=ada, now=now)
    OutboxEmail.objects.all().delete()

    with contextlib.suppress(Refused):
        do(event, ada, organiser, now)

    for model in (Registration, EventStaff, CalendarFeed, SiteRequest):
        assert not model.objects.filter(member=ada).exists()
    assert not OutboxEmail.objects.filter(to=address).exists()
    assert not OutboxEmail.objects.filter(reply_to__contains=address).exists()
