"""Does the page of my introductions show each in its part, with what I can do about it, and nothing of the other?"""

import datetime as dt

import pytest

from corridor.models import Member, Profile
from matchmaking.models import Collaboration, Feedback, FollowUp, OptIn
from tests import make
from tests.make.corridor import NOW
from tests.matchmaking.saying import both_say_yes, say, the_joint_mail_leaves

pytestmark = pytest.mark.django_db
PAGE = "/en/introductions/"


@pytest.fixture(autouse=True)
def clock(monkeypatch, now):
    monkeypatch.setattr("corridor.clock.now", lambda: now + dt.timedelta(minutes=10))


@pytest.fixture
def ada(db):
    return make.pair()[0]


def someone(name: str = "", **fields) -> Member:
    return make.member(name, region=make.region("brainport"), layers=(2,), **fields)


def page(client_for, person, query: str = "") -> str:
    return client_for(person).get(PAGE + query).content.decode()


def part(content: str, name: str) -> str:
    """The section of the page with that heading's id."""
    return content.split(f'aria-labelledby="{name}"', 1)[1].split("</section>")[0]


def test_each_introduction_stands_in_its_part(client_for, ada, now):
    make.introduction("offered", members=(ada, someone("Wout Waits")))
    said = make.introduction("offered", members=(ada, someone("Tess Time")))
    say(said, ada, "yes", now)
    make.introduction("made", members=(ada, someone("Mira Made")))
    make.introduction("expired", members=(ada, someone("Leo Lapsed")), closes_at=now - dt.timedelta(days=1))

    content = page(client_for, ada)

    assert "Wout Waits" in part(content, "asked")
    assert "Tess Time" in part(content, "waiting") and "You said yes" in part(content, "waiting")
    assert "Mira Made" in part(content, "made")
    assert "did not come about" in content.split("<details")[1] and "Leo Lapsed" not in content
    assert content.index("did not come about") > content.index("Mira Made")


@pytest.mark.parametrize("answer", ["yes", "not_now", "no"])
def test_one_press_on_the_list_answers(answer, client_for, ada):
    asked = make.introduction("offered", members=(ada, someone()))
    content = part(page(client_for, ada), "asked")
    action = content.split('<form class="press" method="post" action="')[1].split('"')[0]
    month = content.split('name="month" value="')[1].split('"')[0]

    response = client_for(ada).post(action, {"answer": answer, "month": month})

    assert response.status_code == 302
    assert f'name="answer" value="{answer}"' in content
    assert OptIn.objects.get(introduction=asked, member=ada).answer == answer


def test_only_one_button_is_yellow_however_many_wait(client_for, ada):
    for _ in range(2):
        make.introduction("offered", members=(ada, someone()))

    content = part(page(client_for, ada), "asked")

    assert (content.count("btn go"), content.count('value="yes"')) == (1, 2)


def test_what_waits_for_time_says_until_when_it_can_be_changed(client_for, ada, now):
    asked = make.introduction("offered", members=(ada, someone()), closes_at=now + dt.timedelta(days=7))
    say(asked, ada, "no", now)

    content = part(page(client_for, ada), "waiting")

    assert "You said no" in content and "Change it, until 1 December" in content


def test_a_contact_has_a_card_with_every_way_to_reach_them_since_when_and_why(client_for, ada):
    bob = someone("Bob Brabant", email="bob@example.nl")
    Profile.objects.filter(member=bob).update(phone="+31 6 1234")
    made = make.introduction("made", members=(ada, bob))

    content = part(page(client_for, ada), "made")

    for words in (
        "Bob Brabant",
        "CTO, ",
        "Brainport",
        "mailto:bob@example.nl",
        "tel:+31 6 1234",
        "since 24 November 2026",
    ):
        assert words in content, words
    assert f'href="/en/introductions/{made.pk}/card/"' in content
    assert "looking for" in content


def test_the_card_of_a_contact_is_for_the_two_and_only_once_the_joint_mail_left(client_for, ada, now):
    bob = someone("Bob Brabant", email="bob@example.nl")
    asked = make.introduction("offered", members=(ada, bob))
    card = f"{PAGE}{asked.pk}/card/"
    both_say_yes(asked, now)

    before = client_for(ada).get(card).status_code
    the_joint_mail_leaves(asked, now)
    after = client_for(ada).get(card)

    assert (before, after.status_code) == (404, 200)
    assert after["Content-Type"] == "text/vcard; charset=utf-8"
    assert after["Content-Disposition"] == 'attachment; filename="bob-brabant.vcf"'
    assert "EMAIL;TYPE=INTERNET:bob@example.nl\r\n" in after.content.decode()
    assert client_for(someone()).get(card).status_code == 404


def test_many_contacts_can_be_searched_and_sorted(client_for, ada, now):
    names = ["Cleo Care", "Anna Amper", "Bas Bits", "Dirk Dam", "Eva Eind", "Fee Fris"]
    for number, name in enumerate(names):
        at = now - dt.timedelta(days=number)
        make.introduction("made", members=(ada, someone(name)), made_at=at)

    def shown(query: str) -> list[str]:
        content = part(page(client_for, ada, query), "made")
        return sorted((name for name in names if name in content), key=content.index)

    assert shown("") == names
    assert shown("?order=name") == sorted(names)
    assert shown("?q=bits") == ["Bas Bits"]
    assert shown("?q=BRAINPORT+eva") == ["Eva Eind"]
    assert "None of your contacts fits this search." in page(client_for, ada, "?q=zzz")
    assert shown("?order=nonsense&page=99") == names


def test_the_twenty_first_contact_is_on_the_second_page(client_for, ada, now):
    for number in range(21):
        at = now - dt.timedelta(days=number)
        make.introduction("made", members=(ada, someone(f"Person N{number:02}")), made_at=at)

    first, second = page(client_for, ada), page(client_for, ada, "?page=2")

    assert ("Person N20" in first, "Person N20" in second, "Person N00" in second) == (False, True, False)


def test_afterwards_shows_questions_promises_and_what_two_do_together(client_for, ada, now):
    made = make.introduction("made", members=(ada, someone("Mira Made")))
    Feedback.objects.create(introduction=made, member=ada, asked_at=now)
    FollowUp.objects.create(introduction=made, member=ada, line="Send the data", due_on=NOW.date(), made_at=now)
    Collaboration.objects.create(introduction=made, line="A pilot on wafers", started_at=now, changed_at=now)

    content = page(client_for, ada)

    for words in ("Did you meet Mira Made?", "Send the data", "A pilot on wafers", "between the two of you"):
        assert words in part(content, "after")
    assert "One question about afterwards is open." in content
    assert "Working together" in part(content, "made")


def test_what_the_other_noted_afterwards_is_not_there(client_for, ada, now):
    bob = someone("Bob Brabant")
    made = make.introduction("made", members=(ada, bob))
    Feedback.objects.create(introduction=made, member=bob, asked_at=now)
    FollowUp.objects.create(introduction=made, member=bob, line="canary", due_on=NOW.date(), made_at=now)

    content = page(client_for, ada)

    assert 'aria-labelledby="after"' not in content and "canary" not in content


def test_the_overview_leads_to_an_open_question(client_for, ada, now):
    for number in range(3):
        make.introduction("made", members=(ada, someone(f"New {number}")), offered_at=now)
    old = make.introduction("made", members=(ada, someone("Oldest One")), offered_at=now - dt.timedelta(days=20))
    Feedback.objects.create(introduction=old, member=ada, asked_at=now)

    content = client_for(ada).get("/en/me/").content.decode()

    assert "Oldest One" in content
    assert "One question about afterwards is open." in content


def test_the_empty_page_says_what_will_come_and_what_one_can_do_now(client_for, member):
    make.matching_round("planned", scope_key="all", planned_for=NOW + dt.timedelta(days=7))

    content = page(client_for, member)

    assert "The next round runs on Tuesday 1 December." in content
    assert 'href="/en/me/might-meet/"' in content and 'href="/en/me/wishes/"' in content


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_is_the_same_with_everything_afterwards(
    rows, client_for, ada, now, django_assert_num_queries
):
    for _ in range(rows):
        made = make.introduction("made", members=(ada, someone()))
        Feedback.objects.create(introduction=made, member=ada, asked_at=now)
        FollowUp.objects.create(introduction=made, member=ada, line="x", due_on=NOW.date(), made_at=now)
        Collaboration.objects.create(introduction=made, line="y", started_at=now, changed_at=now)
    client = client_for(ada)

    with django_assert_num_queries(12):
        assert client.get(PAGE).status_code == 200
