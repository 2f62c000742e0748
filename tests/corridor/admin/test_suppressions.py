"""What does an organiser see and do about mail that does not arrive, and what stays the member's own? (F026)"""

import pytest

from corridor.models import Suppression
from tests import make
from tests.entering import at, enter, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db, now):
    person = make.member("Anna Aal", email="anna@example.nl")
    Suppression.objects.stand(person.email, reason="bounced", now=now)
    return person


def test_f026_the_member_is_flagged_to_the_organiser_of_their_region_only(organiser, anna, now):
    far = make.member("Bram Ver", region=make.region("brainport"))
    Suppression.objects.stand(far.email, reason="complained", now=now)
    console = enter(organiser)

    overview, page = text(console.get("/en/console/")), text(console.get(at("corridor/suppression")))
    person = text(console.get(at("corridor/member", anna.pk, "change")))

    assert "Mail does not reach 1 member" in overview
    assert "Anna Aal" in page and "a***@example.nl" in page and "anna@example.nl" not in page
    assert "Bram Ver" not in page
    assert "the address does not exist" in person
    row = Suppression.objects.get(address=far.email)
    assert console.get(at("corridor/suppression", row.pk, "change")).status_code == 404


@pytest.mark.parametrize("kind", ["", "corridor.welcome"])
def test_f003_what_a_member_stopped_themselves_is_nowhere(organiser, kind, now):
    person = make.member("Cees Stil")
    Suppression.objects.stand(person.email, kind=kind, reason="unsubscribed", now=now)
    console = enter(organiser)

    assert "Cees Stil" not in text(console.get(at("corridor/suppression")))
    assert "unsubscribed" not in text(console.get(at("corridor/member", person.pk, "change")))
    assert "Mail does not reach" not in text(console.get("/en/console/"))
    row = Suppression.objects.get()
    assert console.get(at("corridor/suppression", row.pk, "change")).status_code == 404


def test_f026_an_organiser_holds_the_mail_of_a_member_and_lets_it_go_again(organiser):
    make.member("Dirk", email="dirk@example.nl")
    console = enter(organiser)

    console.post(at("corridor/suppression", "add"), {"whom": "dirk@example.nl", "why": "asked me by phone"})
    made = Suppression.objects.get()
    console.post(at("corridor/suppression", made.pk, "do", "lift"), {"because": ""})
    assert Suppression.objects.get().lifted_at is None
    console.post(at("corridor/suppression", made.pk, "do", "lift"), {"because": "asked again"})

    assert (made.address, made.kind, made.reason) == ("dirk@example.nl", "", "organiser")
    assert Suppression.objects.get().lifted_at is not None
    page = text(console.get(at("corridor/suppression", made.pk, "change")))
    assert "asked me by phone" in page and "asked again" in page


@pytest.mark.parametrize(
    "form", [{"whom": "dirk@example.nl", "why": ""}, {"whom": "far@example.nl", "why": "x"}, {"whom": "", "why": "x"}]
)
def test_f026_without_a_reason_or_out_of_reach_nothing_is_held(organiser, form):
    make.member("Dirk", email="dirk@example.nl")
    make.member("Ver", email="far@example.nl", region=make.region("brainport"))

    enter(organiser).post(at("corridor/suppression", "add"), form)

    assert Suppression.objects.count() == 0


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("standing=current", {"Anna Aal"}),
        ("standing=lifted", {"Evi"}),
        ("reason=complained", {"Evi"}),
        ("reason=bounced", {"Anna Aal"}),
    ],
)
def test_f026_the_list_is_narrowed_by_standing_and_reason(organiser, anna, now, query, names):
    evi = make.member("Evi")
    Suppression.objects.stand(evi.email, reason="complained", now=now)
    Suppression.objects.filter(address=evi.email).update(lifted_at=now)

    page = text(enter(organiser).get(f"{at('corridor/suppression')}?{query}"))

    assert {name for name in ("Anna Aal", "Evi") if name in page} == names


def test_s54_an_unknown_filter_is_a_bad_request(organiser):
    assert enter(organiser).get(f"{at('corridor/suppression')}?reason=unsubscribed").status_code == 400


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_for_one_and_three(organiser, now, count, django_assert_num_queries):
    for _ in range(count):
        Suppression.objects.stand(make.member().email, reason="bounced", now=now)
    console = enter(organiser)
    console.get(at("corridor/suppression"))

    with django_assert_num_queries(8):
        console.get(at("corridor/suppression"))
