"""Does erasing oneself touch nothing of anybody else, whatever one is called, and end whatever was under way? (F050)"""

import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from corridor import emails as ground_emails
from corridor import outbox, tasks
from corridor.actions import erasing, members
from corridor.errors import Refused
from corridor.models import Member, Membership, OutboxEmail, Transition
from events.actions import places, registrations
from matchmaking import emails, halfdays
from matchmaking.actions import digests, introductions, locks
from matchmaking.dates import local_day, settles_at
from matchmaking.digest_days import due
from matchmaking.models import Round
from tests import make
from tests.matchmaking import digesting
from tests.matchmaking.saying import both_say_yes, fresh, say

pytestmark = pytest.mark.django_db
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(autouse=True)
def sent(settings, tmp_path):
    settings.SENT_JOURNAL = tmp_path / "journal"


def line(now, because: str, by: Member | None = None) -> Transition:
    return Transition.objects.create(
        subject_type="events.event", subject_id=1, action="moved", at=now, by=by, because=because
    )


def still_says(one: Transition) -> str:
    one.refresh_from_db()
    return one.because


def test_f050_an_address_within_anothers_stops_no_mail_of_theirs(now):
    introduction = make.introduction("offered")
    _ada, bob = introduction.members
    Member.objects.filter(pk=bob.pk).update(email="jan@example.nl")
    both_say_yes(fresh(introduction), now)
    an = make.member("Annelies Zuid", email="an@example.nl")
    reason = line(now, "asked by jan@example.nl", by=make.organiser())

    erasing.erase(member=an, by=an, now=now + MINUTE)
    introductions.stand_down(introduction=fresh(introduction), now=now + 2 * MINUTE)

    joint = OutboxEmail.objects.filter(kind="matchmaking.introduction_made")
    assert set(joint.values_list("state", flat=True)) == {"queued"} and fresh(introduction).state == "made"
    assert still_says(reason)


@pytest.mark.parametrize("name", ["Deadline", "Organisation", "Profiel"])
def test_f050_a_name_that_is_a_word_takes_nothing_and_waits_for_nothing(name, now):
    with transaction.atomic():
        waiting = ground_emails.welcome(member=make.member(), now=now)
    reasons = [line(now, "deadline"), line(now, "Not this Organisation", by=make.organiser())]
    mallory = make.member(name)

    erasing.erase(member=mallory, by=mallory, now=now)

    assert all(map(still_says, reasons))
    assert Member.objects.get(pk=mallory.pk).name == ""
    waiting.refresh_from_db()
    assert waiting.text


def test_f050_a_full_name_leaves_the_reasons_that_people_wrote(now):
    ada, olga = make.member("Ada Amstel"), make.organiser()
    written, longer = line(now, "Ada Amstel asked", by=olga), line(now, "Ada Amstelveen asked", by=olga)

    erasing.erase(member=ada, by=ada, now=now)

    assert (still_says(written), still_says(longer)) == ("", "Ada Amstelveen asked")


def test_f050_somebody_without_a_name_is_forgotten_too(now):
    ada = make.member("Ada Amstel")
    Member.objects.filter(pk=ada.pk).update(name="")
    Membership.objects.filter(member=ada).update(title="Director")
    computed = make.matching_round("frozen", state_since=now)
    erasing.erase(member=ada, by=ada, now=now)
    Round.objects.filter(pk=computed.pk).update(state="closed")

    tasks.finish_erasing()

    bond = Membership.objects.get(member=ada)
    assert bond.title == "" and bond.ended_at


def test_f050_a_form_that_was_under_way_changes_nothing_any_more(now):
    ada, event = make.member("Ada Amstel"), make.event()
    under_way = Member.objects.get(pk=ada.pk)  # as another browser's request read it
    erasing.erase(member=ada, by=ada, now=now)

    with pytest.raises(Refused):
        members.update_profile(member=under_way, by=under_way, now=now, phone="+31 6 1234 5678", name="Ada Anew")
    with pytest.raises(Refused):
        registrations.register(event=event, by=under_way, now=now)

    row = Member.objects.select_related("profile").get(pk=ada.pk)
    assert (row.name, row.profile.phone, event.registrations.count()) == ("", "", 0)


def test_f050_a_waiting_mail_about_a_half_day_gives_the_address_away_no_more(now):
    introduction = make.introduction("made")
    ada, bob = introduction.members
    half_day = next(iter(halfdays.to_choose(local_day(now))))
    with transaction.atomic():
        emails.moment_agreed(introduction=fresh(introduction), member=bob, half_day=half_day, now=now)

    erasing.erase(member=ada, by=ada, now=now)
    outbox.deliver_due(now=now + MINUTE)

    assert OutboxEmail.objects.get(kind="matchmaking.moment_agreed").state == "withdrawn"


@pytest.mark.parametrize("name", ["Barend Bosman", "Bo Ek"])
def test_f050_a_digest_that_named_them_is_emptied(name, now):
    ada, bob = make.pair()
    Member.objects.filter(pk=bob.pk).update(name=name)
    make.chose(ada, introductions="weekly")
    one = make.introduction("proposed", members=(ada, Member.objects.get(pk=bob.pk)))
    one = introductions.offer(introduction=one, now=now)
    moment = digesting.THURSDAY + digesting.HOUR
    digests.send(member=ada, period=due(moment), now=moment)
    outbox.deliver_due(now=moment + MINUTE)
    digest = OutboxEmail.objects.get(kind="matchmaking.digest")
    assert name in digest.text

    erasing.erase(member=bob, by=bob, now=moment + digesting.HOUR)
    over = settles_at(one.closes_at)
    introductions.expire(introduction=fresh(one), now=over)
    outbox.deliver_due(now=over + 10 * digesting.DAY)
    tasks.finish_erasing()

    digest.refresh_from_db()
    assert Member.objects.get(pk=bob.pk).name == "" and name not in digest.text


def together(first, second) -> list[str]:
    """What either of the two, at once, ended with if not well."""
    said = []

    def run(act):
        try:
            act()
        except Exception as error:  # noqa: BLE001 - a thread's end is told by its caller
            said.append(f"{act.__name__}: {error}")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in (first, second)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    return said


@pytest.fixture
def meeting(monkeypatch):
    """The eraser comes when the other holds `others`, and who holds those waits until the eraser has begun, or 3 s."""
    others, eraser = threading.Event(), threading.Event()
    why = erasing.rules.why_not_erase

    def why_not_erase(by, member):
        eraser.set()
        return why(by, member)

    monkeypatch.setattr(erasing.rules, "why_not_erase", why_not_erase)
    return others, eraser


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_f050_the_second_yes_and_an_erasure_at_once_do_not_wait_for_each_other(now, monkeypatch, meeting):
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    say(introduction, ada, "yes", now)
    others, eraser = meeting
    held = locks.profiles

    def profiles(one, *more):
        held(one, *more)
        others.set()
        eraser.wait(3)

    monkeypatch.setattr(locks, "profiles", profiles)

    def bob_says_yes():
        introductions.answer(introduction=fresh(introduction), member=bob, answer="yes", now=now)

    def ada_erases():
        others.wait(3)
        erasing.erase(member=ada, by=ada, now=now)

    assert together(bob_says_yes, ada_erases) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_f050_a_place_passed_on_to_who_erases_themselves_at_once_is_passed_on_again(now, monkeypatch, meeting):
    event = make.event(capacity=1)
    bob, ada = make.member(), make.member()
    place = make.registration(event, bob)
    make.registration(event, ada, state="waitlisted")
    others, eraser = meeting
    lock_of = places.lock_of

    def slow(registration):
        one = lock_of(registration)
        if threading.current_thread().name == "bob":
            others.set()
            eraser.wait(3)
        return one

    monkeypatch.setattr(places, "lock_of", slow)

    def bob_gives_back():
        threading.current_thread().name = "bob"
        registrations.cancel(registration=place, by=bob, now=now)

    def ada_erases():
        others.wait(3)
        erasing.erase(member=ada, by=ada, now=now)

    assert together(bob_gives_back, ada_erases) == []
    assert not event.registrations.exclude(state="cancelled").exists()
