"""What follows from how often a member wants mail? Who turned introductions off is not offered to anybody. (F025)"""

import pytest

from corridor.actions import mail_choices
from corridor.errors import Refused
from corridor.models import MailPreference, Suppression, Transition
from corridor.queries.standing import standing
from corridor.rules import profile_gaps
from tests import make

pytestmark = pytest.mark.django_db


def failing(member, now) -> tuple[str, ...]:
    return standing([member.pk], now=now)[member.pk].failing


def test_f025_introductions_turned_off_count_as_not_reachable_and_back_on_as_before(member, now):
    before = failing(member, now)
    mail_choices.choose(member=member, paces={"introductions": "off"}, by=member, now=now)
    off, gaps = failing(member, now), profile_gaps(member, now)
    mail_choices.choose(member=member, paces={"introductions": "instant"}, by=member, now=now)

    assert (before, off, failing(member, now)) == ((), ("suppressed",), ())
    assert len(gaps) == 1


@pytest.mark.parametrize("category", ["tables", "events", "news"])
def test_f025_another_category_turned_off_stops_no_introduction(member, category, now):
    mail_choices.choose(member=member, paces={category: "off"}, by=member, now=now)

    assert failing(member, now) == ()


@pytest.mark.parametrize(
    ("pace", "rules"), [("weekly", ("suppressed",)), ("monthly", ("suppressed",)), ("instant", ())]
)
def test_f025_who_gathers_questions_and_stopped_the_digest_is_not_offered(member, pace, rules, now):
    make.chose(member, introductions=pace)
    Suppression.objects.stand(member.email, kind="matchmaking.digest", reason="unsubscribed", now=now)

    assert failing(member, now) == rules


def test_f025_standing_asks_the_database_as_often_whatever_was_chosen(now, django_assert_num_queries):
    for pace in ("weekly", "off", "instant"):
        make.chose(make.member(), introductions=pace)

    with django_assert_num_queries(3):
        found = standing(now=now)

    assert sorted(one.failing for one in found.values()) == [(), (), ("suppressed",)]


def test_f025_the_history_names_what_changed_and_never_how(member, now):
    for _ in range(2):
        mail_choices.choose(member=member, paces={"news": "off", "events": "instant"}, by=member, now=now)

    line = Transition.objects.get(action="mail chosen")
    assert (line.because, line.was, line.to) == ("news", "", "")


@pytest.mark.parametrize("paces", [{"letters": "off"}, {"news": "daily"}, {"news": ""}])
def test_what_does_not_exist_cannot_be_chosen(member, paces, now):
    with pytest.raises(Refused):
        mail_choices.choose(member=member, paces=paces, by=member, now=now)

    assert MailPreference.objects.count() == 0


def test_nobody_chooses_for_somebody_else(member, organiser, now):
    with pytest.raises(Refused):
        mail_choices.choose(member=member, paces={"news": "off"}, by=organiser, now=now)
