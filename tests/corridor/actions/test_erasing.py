"""What is left of somebody who erased themselves? An empty row, counts, and nothing that says who it was (F050)."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth import authenticate
from django.contrib.sessions.models import Session
from django.core import mail as django_mail
from django.db import models, transaction
from django.test import Client
from django.utils.translation import gettext

from corridor import failpoints, outbox, tasks
from corridor.actions import erasing, members, suppressions
from corridor.errors import Refused
from corridor.models import Member, Membership, Offer, OutboxEmail, RegionRole, Seek, Suppression, Transition
from matchmaking import emails
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from matchmaking.models import Exclusion, FollowUp, Introduction, OptIn
from matchmaking.queries import invariants
from matchmaking.queries.corridor_numbers import corridor
from tests import entering, make
from tests.house import worlds
from tests.matchmaking.saying import both_say_yes, fresh, say

pytestmark = pytest.mark.django_db

MARK = "zzqxmark"
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
OURS = ("corridor", "events", "matchmaking", "account", "mfa", "sessions", "auth")


def where_marked() -> set[str]:
    """Every column of every table that holds the mark, in whatever case."""
    found = set()
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label not in OURS:
            continue
        texts = [one.name for one in model._meta.concrete_fields if isinstance(one, _TEXTUAL)]
        for row in model._base_manager.values(*texts) if texts else ():
            found |= {f"{model._meta.label}.{name}" for name, value in row.items() if MARK in str(value).lower()}
    return found


_TEXTUAL = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.EmailField)


@pytest.fixture
def sent(settings, tmp_path):
    """The journal of this test alone."""
    settings.SENT_JOURNAL = tmp_path / "journal"


def row_of(member: Member) -> Member:
    """The member as it is now."""
    return Member.objects.get(pk=member.pk)


def marked_world(now):
    """One of everything, with the mark in all that Ada ever wrote or was called, and mails to and about her."""
    world = worlds.build()
    ada, word = world.ada, f"{MARK} word"
    type(ada).objects.filter(pk=ada.pk).update(name=f"{MARK.title()} Amstel", email=f"{MARK}@example.nl")
    ada.emailaddress_set.update(email=f"{MARK}@example.nl")
    ada.refresh_from_db()
    members.update_profile(member=ada, by=ada, now=now, phone="+31 6 1234 5678")
    ada.memberships.update(title=word)
    for model in (Offer, Seek):
        model.objects.filter(member=ada).update(sentence=word)
    FollowUp.objects.create(introduction=world.made, member=ada, line=word, due_on=now.date(), made_at=now)
    Exclusion.objects.filter(member=ada).update(reason=word)
    Suppression.objects.all().update(lifted_at=now)
    Suppression.objects.stand(ada.email, kind="corridor.welcome", reason="unsubscribed", now=now)
    suppressions.hold(member=ada, by=world.root, because=f"{MARK} asked by telephone", now=now)
    Transition.objects.create(
        subject_type="corridor.organisation",
        subject_id=1,
        action="edited",
        at=now,
        by=world.root,
        because=f"asked by {ada.email}",
    )
    pool = {"candidates": [{"id": ada.pk, "words": [MARK], "offers": [], "layers": [100]}]}
    type(world.introduction.round).objects.filter(pk=world.introduction.round.pk).update(pool=pool)
    with transaction.atomic():
        for one in world.introduction.opt_ins.all():
            emails.opt_in_request(introduction=fresh(world.introduction), opt_in=one, now=now)
        for member in world.made.members:
            OutboxEmail.objects.filter(about_id=world.made.pk, member=member).delete()
            emails.introduction_made(introduction=fresh(world.made), member=member, now=now, due_at=now)
    Suppression.objects.all().update(lifted_at=now)
    OutboxEmail.objects.filter(state="withdrawn").update(state="queued", error="")
    outbox.deliver_due(now=now)
    Client().force_login(ada)
    return world


def test_f050_after_the_last_question_no_table_holds_anything_of_the_person(now, sent):
    world = marked_world(now)
    marked, numbers = where_marked(), corridor().numbers
    assert {"corridor.Member.name", "corridor.OutboxEmail.text", "matchmaking.Round.pool"} <= marked

    erasing.erase(member=world.ada, by=world.ada, now=now)

    # Bob is being asked about her: of what he reads nothing changes yet.
    assert where_marked() <= {
        "corridor.Member.name",
        "corridor.Membership.title",
        "corridor.OutboxEmail.subject",
        "corridor.OutboxEmail.text",
        "corridor.OutboxEmail.html",
        "corridor.OutboxEmail.to",  # the last mail, until it has left
    }

    over = settles_at(world.introduction.closes_at) + MINUTE
    for one in Introduction.objects.filter(closes_at__isnull=False, settled_at=None):
        introductions.expire(introduction=one, now=over)
    outbox.deliver_due(now=over + 3 * DAY)
    for _twice in range(2):
        tasks.finish_erasing()

    assert where_marked() == set()
    assert corridor().numbers.twice_yes == numbers.twice_yes == 1
    assert Introduction.objects.filter(state="made").count() == 1
    assert str(row_of(world.ada)) == row_of(world.ada).label == gettext("Somebody who left")
    broken = invariants.broken(over + 3 * DAY)
    assert (broken["I1"], broken["I2"], broken["I3"]) == ([], [], [])


def test_f050_with_nothing_open_all_of_it_goes_at_once_and_the_last_mail_too(now, sent):
    ada = make.member(f"{MARK.title()} Amstel", email=f"{MARK}@example.nl")
    django_mail.outbox.clear()

    erasing.erase(member=ada, by=ada, now=now)
    assert where_marked() == {"corridor.OutboxEmail.to"}
    outbox.deliver_due(now=now)
    tasks.finish_erasing()

    assert [one.to for one in django_mail.outbox] == [[f"{MARK}@example.nl"]]
    assert where_marked() == set()


def test_f050_a_last_mail_to_an_address_that_does_not_exist_leaves_no_address_behind(now):
    ada = make.member(email=f"{MARK}@example.nl")
    erasing.erase(member=ada, by=ada, now=now)
    OutboxEmail.objects.filter(kind="account.erased").update(state="failed", error=f"550 no {MARK}")
    Suppression.objects.stand(f"{MARK}@example.nl", reason="bounced", now=now)

    tasks.finish_erasing()

    assert where_marked() == set()


def test_f050_twice_is_once_and_nobody_comes_in_any_more(now):
    ada = make.member(email="ada@example.nl")
    ada.set_password(entering.PASSWORD)
    ada.save()
    browser, other = entering.enter(ada), Client()
    other.force_login(make.member())
    assert browser.get("/en/profile/").status_code == 200

    for _time in range(2):
        erasing.erase(member=ada, by=ada, now=now)

    assert Session.objects.count() == 1
    assert browser.get("/en/profile/").status_code == 302
    assert other.get("/en/profile/").status_code == 200
    assert authenticate(email="ada@example.nl", password=entering.PASSWORD) is None
    assert OutboxEmail.objects.filter(kind="account.erased").count() == 1
    assert Transition.objects.filter(action="erased").count() == 1
    assert (ada.emailaddress_set.count(), ada.authenticator_set.count(), row_of(ada).is_active) == (0, 0, False)


def test_f050_who_joins_again_with_the_address_is_a_new_person(now):
    ada = make.member(email="ada@example.nl")
    suppressions.unsubscribe(address=ada.email, kind="", now=now)
    erasing.erase(member=ada, by=ada, now=now)

    again = make.member("Ada Anew", email="ada@example.nl")

    assert again.pk != ada.pk and not again.erased_at
    assert Suppression.objects.count() == 0 and not row_of(ada).email.startswith("ada")


def test_f050_roles_and_memberships_end(now):
    olga = make.organiser()
    erasing.erase(member=olga, by=olga, now=now)

    assert RegionRole.objects.get().ended_at == Membership.objects.get().ended_at == now
    assert Membership.objects.get().title == ""


def test_f050_the_last_superuser_stays_and_nobody_erases_another(now):
    root, ada = make.member("Root", is_superuser=True), make.member()
    make.member("Closed", is_superuser=True, is_active=False)

    for who, by in ((root, root), (ada, root)):
        with pytest.raises(Refused):
            erasing.erase(member=who, by=by, now=now)
    make.member("Second", is_superuser=True)
    erasing.erase(member=root, by=root, now=now)

    assert row_of(ada).erased_at is None and row_of(root).erased_at == now


def test_k16_a_death_between_row_and_mails_leaves_nothing_half(now, monkeypatch):
    ada, _bob = make.introduction("offered").members

    def die(name: str) -> None:
        if name == "K16":
            raise failpoints.Struck(name)

    with monkeypatch.context() as patch:
        patch.setattr(failpoints, "reach", die)
        with pytest.raises(failpoints.Struck):
            erasing.erase(member=ada, by=ada, now=now)

    assert (row_of(ada).erased_at, row_of(ada).email, row_of(ada).is_active) == (None, ada.email, True)
    erasing.erase(member=ada, by=ada, now=now)
    assert row_of(ada).erased_at == now


def test_r07_an_agreed_joint_mail_that_has_not_left_does_not_leave(now, sent):
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    both_say_yes(introduction, now)
    erasing.erase(member=ada, by=ada, now=now + MINUTE)

    outbox.deliver_due(now=now + 11 * MINUTE)

    joint = OutboxEmail.objects.filter(kind="matchmaking.introduction_made")
    assert set(joint.values_list("state", "text", "reply_to")) == {("withdrawn", "", "")}
    introductions.stand_down(introduction=fresh(introduction), now=now + 12 * MINUTE)
    assert fresh(introduction).state == "declined"


def test_f050_the_contact_card_goes_from_the_site_the_introduction_stays(client, now, sent):
    introduction = make.introduction("made")
    ada, bob = introduction.members
    erasing.erase(member=bob, by=bob, now=now)
    introductions.expire(introduction=fresh(introduction), now=settles_at(introduction.closes_at))
    tasks.finish_erasing()
    client.force_login(ada)

    pages = [client.get(path) for path in ("/en/introductions/", f"/en/introductions/{introduction.pk}/")]

    for page in pages:
        assert page.status_code == 200 and "Somebody who left" in entering.text(page)
        assert bob.email not in entering.text(page) and "erased" not in entering.text(page)
    assert client.get(f"/en/introductions/{introduction.pk}/card/").status_code == 404


def test_f050_places_in_events_to_come_are_given_back_and_who_waits_gets_them(now):
    event = make.event(capacity=1)
    ada, bob = make.member(), make.member()
    make.registration(event, ada)
    make.registration(event, bob, state="waitlisted")

    erasing.erase(member=ada, by=ada, now=now)

    assert dict(event.registrations.values_list("member", "state")) == {ada.pk: "cancelled", bob.pk: "offered"}


def test_f050_what_others_read_stays_open_for_them_alone_until_it_is_over(now):
    introduction = make.introduction("offered")
    ada, _bob = introduction.members
    ended = settles_at(introduction.closes_at)
    erasing.erase(member=ada, by=ada, now=now)

    assert erasing.held_until(ada) == introduction.closes_at
    assert not erasing.fade(member=ada, now=ended) and row_of(ada).name == "Ada Amstel"
    introductions.expire(introduction=fresh(introduction), now=ended)

    assert erasing.fade(member=ada, now=ended) and row_of(ada).name == ""
    assert not OutboxEmail.objects.filter(member=ada).exclude(text="").exists()


def test_f050_a_short_name_takes_no_words_of_others(now):
    ada = make.member("An")
    reason = Transition.objects.create(
        subject_type="events.event", subject_id=1, action="moved", at=now, because="An oak"
    )

    erasing.erase(member=ada, by=ada, now=now)

    reason.refresh_from_db()
    assert reason.because == "An oak" and row_of(ada).name == ""


def test_f050_what_was_answered_still_counts_and_why_is_forgotten(now):
    introduction = make.introduction("offered")
    ada, _bob = introduction.members
    say(introduction, ada, "no", now)
    OptIn.objects.filter(member=ada).update(because="competitor")

    erasing.erase(member=ada, by=ada, now=now)

    assert OptIn.objects.filter(member=ada).values_list("answer", "because").get() == ("no", "")
