"""Can one person play the whole corridor in the demo, and nobody anywhere else?"""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from corridor import clock, mail_kinds, outbox
from corridor.models import Member, OutboxEmail
from matchmaking.actions import introductions
from matchmaking.demo import second_step
from matchmaking.demo.people import _enrol
from tests import make, working_day

pytestmark = pytest.mark.django_db
PAGES = ["demo", "demo_code", "demo_mailbox", "demo_mail", "demo_mail_html", "demo_sign_in", "demo_clock"]


@pytest.fixture
def demo(settings, tmp_path):
    """Demo mode, with a clock of its own."""
    settings.DEMO, settings.VAR_DIR = True, tmp_path


def page(name: str, **kwargs) -> str:
    if name in ("demo_mail", "demo_mail_html"):
        kwargs.setdefault("pk", 1)
    return reverse(f"matchmaking:{name}", kwargs=kwargs)


def invented(name="Ada Lichtbaan", **fields) -> Member:
    return make.member(name, is_demo=True, **fields)


def sent(to: str, *, now, subject="Onderwerp", **fields) -> OutboxEmail:
    number = OutboxEmail.objects.count()
    values = {
        "kind": "corridor.welcome",
        "key": f"welcome:{number}",
        "language": "nl",
        "text": "Druk hier: http://localhost:8000/nl/i/abc/ .",
        "html": '<html><head><title>x</title></head><body><p style="color: red">Hallo</p></body></html>',
        "message_id": f"<{number}@localhost>",
        "state": "sent",
        "sent_at": now + dt.timedelta(seconds=number),
        "state_since": now,
        "created_at": now,
        "due_at": now,
        **fields,
    }
    return OutboxEmail.objects.create(to=to, subject=subject, **values)


@pytest.mark.parametrize("name", PAGES)
def test_no_demo_page_exists_outside_the_demo(client, name):
    assert client.get(page(name)).status_code == 404
    assert client.post(page(name), {"stretch": "week", "person": invented().pk}).status_code == 404
    assert OutboxEmail.objects.count() == 0


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("headers", [{"REMOTE_ADDR": "192.0.2.7"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}])
def test_no_demo_page_exists_for_other_machines(demo, client, name, headers):
    assert client.get(page(name), **headers).status_code == 404
    assert client.post(page(name), {"stretch": "week"}, **headers).status_code == 404


def test_people_can_be_searched_by_name_organisation_and_address(demo, client):
    invented("Ada Lichtbaan", organisation=make.organisation("Glas BV"))
    invented("Bob Wolkenrijker", email="bob@wolk.example")
    make.member("Real Person")

    def named(q):
        return re.findall(r"<h3>(.*?)</h3>", client.get(page("demo"), {"q": q}).content.decode())

    assert named("") == ["Ada Lichtbaan", "Bob Wolkenrijker"]
    assert named("glas") == ["Ada Lichtbaan"]
    assert named("wolk.example") == ["Bob Wolkenrijker"]
    assert "Real Person" not in client.get(page("demo"), {"q": "real"}).content.decode()


@pytest.mark.parametrize("count", [1, 3, 50])
def test_people_cost_the_same_queries_for_any_number(demo, client, count, django_assert_num_queries):
    for number in range(count):
        invented(f"Ada Nummer{number}")

    with django_assert_num_queries(5):
        client.get(page("demo"))


@pytest.mark.parametrize("count", [1, 3, 50])
def test_mailbox_costs_the_same_queries_for_any_number(demo, client, now, count, django_assert_num_queries):
    for _ in range(count):
        sent("ada@example.nl", now=now)

    with django_assert_num_queries(3):
        client.get(page("demo_mailbox"))


def test_sign_in_goes_through_the_real_code(demo, client):
    ada = invented()

    asked = client.post(page("demo_sign_in"), {"person": ada.pk})
    shown = client.get(asked["Location"])
    code = re.search(r'name="code" value="([0-9-]+)"', shown.content.decode())[1]
    entered = client.post(reverse("account_confirm_login_code"), {"code": code})

    mail = OutboxEmail.objects.get(to=ada.email)
    assert (mail.kind, code in mail.text) == ("account.login_code", True)
    assert entered.status_code == 302
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_sign_in_as_an_organiser_still_asks_for_the_second_step(demo, client):
    olga = invented("Olga Knooppunter")
    _enrol(olga)

    shown = client.get(client.post(page("demo_sign_in"), {"person": olga.pk})["Location"]).content.decode()
    code = re.search(r'name="code" value="([0-9-]+)"', shown)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})

    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": second_step.code_of(olga)})
    assert client.session["_auth_user_id"] == str(olga.pk)


def test_nobody_who_is_real_can_be_signed_in(demo, client):
    real = make.member()

    for number in (real.pk, "", "x", "1e3", 10**17):
        assert client.post(page("demo_sign_in"), {"person": number}).status_code == 404
    assert OutboxEmail.objects.count() == 0


def test_mailbox_calls_each_kind_of_mail_by_its_name(demo, client, now):
    for kind in mail_kinds.NAMES:
        sent("ada@example.nl", now=now, kind=kind)

    shown = "".join(client.get(page("demo_mailbox"), {"page": number}).content.decode() for number in (1, 2))

    assert [kind for kind in mail_kinds.NAMES if kind in shown] == []
    with translation.override("nl"):
        assert [name for name in map(mail_kinds.name_of, mail_kinds.NAMES) if name not in shown] == []


def test_mailbox_shows_what_left_newest_first_and_by_person(demo, client, now):
    first, second = sent("ada@example.nl", now=now, subject="Eerste"), sent("bob@example.nl", now=now, subject="Tweede")
    sent("ada@example.nl", now=now, subject="Wacht", state="queued", sent_at=None, due_at=clock.now())

    def subjects(**query):
        return re.findall(r'lang="nl">(.*?)</a></h3>', client.get(page("demo_mailbox"), query).content.decode())

    assert subjects() == [second.subject, first.subject]
    assert subjects(to="ADA@example.nl") == [first.subject]


def test_a_mail_shows_its_text_and_its_html_in_a_frame_without_scripts(demo, client, now):
    mail = sent("ada@example.nl", now=now)

    shown = client.get(page("demo_mail", pk=mail.pk)).content.decode()
    framed = client.get(page("demo_mail_html", pk=mail.pk))

    assert 'href="http://localhost:8000/nl/i/abc/"' in shown
    assert f'src="{page("demo_mail_html", pk=mail.pk)}"' in shown
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in shown
    assert '<base target="_blank">' in framed.content.decode()
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    policy = framed["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


def test_a_mail_that_has_not_left_cannot_be_read(demo, client, now):
    mail = sent("ada@example.nl", now=now, state="queued", sent_at=None)

    assert client.get(page("demo_mail", pk=mail.pk)).status_code == 404
    assert client.get(page("demo_mail_html", pk=mail.pk)).status_code == 404


def test_both_sides_yes_and_ten_minutes_bring_the_joint_mails(demo, client, mailoutbox):
    working_day.move_the_demos_clock()
    now = clock.now()
    pair = (
        invented("Ada Lichtbaan", region=make.region("mra")),
        invented("Bob Etsmeester", region=make.region("brainport")),
    )
    introduction = make.introduction("proposed", members=pair)
    introductions.offer(introduction=introduction, now=now)
    outbox.deliver_due(now=now)
    for person in pair:
        shown = client.get(page("demo_mailbox"), {"to": person.email}).content.decode()
        text = client.get(re.search(r'<h3><a href="(.*?)"', shown)[1]).content.decode()
        link = re.search(r'href="http://localhost:8000(/\w\w/i/.*?)"', text)[1]
        _press_yes(link)

    outbox.deliver_due(now=clock.now())
    with translation.override("nl"):
        made = mail_kinds.name_of("matchmaking.introduction_made")
    assert made not in client.get(page("demo_mailbox")).content.decode()
    client.post(page("demo_clock"), {"stretch": "ten-minutes"})
    outbox.deliver_due(now=clock.now())

    joint = OutboxEmail.objects.filter(kind="matchmaking.introduction_made", state="sent")
    assert sorted(joint.values_list("to", flat=True)) == sorted(person.email for person in pair)
    assert client.get(page("demo_mailbox")).content.decode().count(made) == 2


def _press_yes(link: str) -> None:
    """What a person does with the link of a mail: open it, press yes."""
    browser = Client()
    shown = browser.get(link).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="(.*?)"', shown))
    assert browser.post(link, {**hidden, "answer": "yes"}).status_code == 303


def test_the_clock_moves_by_known_stretches_only(demo, client):
    assert client.post(page("demo_clock"), {"stretch": "year"}).status_code == 404
    assert clock.demo_shift() == dt.timedelta()

    client.post(page("demo_clock"), {"stretch": "week"})

    assert clock.demo_shift() == dt.timedelta(days=7)
