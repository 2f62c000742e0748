"""What happens when a member says what they bring or seek?"""

import datetime as dt

import pytest

from corridor.actions import exchanges
from corridor.errors import Refused
from corridor.models import Offer, Seek, Transition
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make.member(offers=(), seeks=())


def write(member, now, slug="chip-design", side=Offer, **more):
    return exchanges.write(
        side=side,
        member=member,
        topic=make.topic(slug),
        sentence="A bench.",
        by=more.pop("by", member),
        now=now,
        **more,
    )


@pytest.mark.parametrize("side", [Offer, Seek])
def test_f017_what_is_written_holds_for_ninety_days(ada, now, side):
    row = write(ada, now, side=side)

    assert side.objects.get() == row
    assert (row.valid_until, row.created_at) == (now.date() + dt.timedelta(days=90), now)
    because = f"{side.__name__.lower()} chip-design"
    assert list(Transition.objects.values_list("action", "because", "by")) == [("added", because, ada.pk)]


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (180, True), (181, False)])
def test_f017_never_longer_than_180_days(ada, now, days, may):
    until = now.date() + dt.timedelta(days=days)

    if may:
        assert write(ada, now, valid_until=until).valid_until == until
    else:
        with pytest.raises(Refused):
            write(ada, now, valid_until=until)
        assert Offer.objects.count() == 0


def test_the_same_topic_again_changes_what_stands_there(ada, now):
    first = write(ada, now)
    later = now + dt.timedelta(days=10)

    again = exchanges.write(side=Offer, member=ada, topic=first.topic, sentence="Two benches.", by=ada, now=later)

    assert again.pk == first.pk
    assert (again.sentence, again.created_at) == ("Two benches.", now)


def test_eight_is_the_most_on_each_side(ada, now):
    for number in range(8):
        write(ada, now, f"topic-{number}")

    with pytest.raises(Refused):
        write(ada, now, "topic-8")
    write(ada, now, "topic-0")
    write(ada, now, "topic-8", side=Seek)

    assert (Offer.objects.count(), Seek.objects.count()) == (8, 1)


def test_f017_renewing_starts_the_ninety_days_anew(ada, now):
    row = write(ada, now)
    later = now + dt.timedelta(days=100)

    exchanges.renew(row=row, by=ada, now=later)

    row.refresh_from_db()
    assert row.valid_until == later.date() + dt.timedelta(days=90)


def test_removing_twice_is_harmless(ada, now):
    row, same = write(ada, now), Offer.objects.get()

    exchanges.remove(row=row, by=ada, now=now)
    exchanges.remove(row=same, by=ada, now=now)

    assert Offer.objects.count() == 0
    assert list(Transition.objects.order_by("pk").values_list("action", flat=True)) == ["added", "removed"]


def test_nobody_writes_renews_or_removes_for_somebody_else(ada, member, now):
    row = write(ada, now)

    for act in (
        lambda: write(ada, now, "quantum", by=member),
        lambda: exchanges.renew(row=row, by=member, now=now),
        lambda: exchanges.remove(row=row, by=member, now=now),
    ):
        with pytest.raises(Refused):
            act()
    assert Offer.objects.filter(member=ada).count() == 1
