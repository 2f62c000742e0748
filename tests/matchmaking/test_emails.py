"""Do the three mails say what they must and nothing they must not? (F001, F013, F015)"""

import re

import pytest

from corridor.models import OutboxEmail, Profile
from matchmaking import emails, excuse_words
from matchmaking.actions import introductions
from matchmaking.dates import settles_at
from tests import make
from tests.matchmaking.saying import both_say_yes, say

pytestmark = pytest.mark.django_db

# The longest names that the reference data have.
LONG = ("Energy supply for digital systems", "Low-code and citizen development", "AI for high-tech systems")


def asked(now, **fields) -> tuple:
    introduction = make.introduction("proposed", **fields)
    introductions.offer(introduction=introduction, now=now)
    introduction.refresh_from_db()
    return introduction, list(OutboxEmail.objects.filter(about_id=introduction.pk).order_by("member"))


def in_html(mail: OutboxEmail) -> str:
    """What the HTML part says, without its markup."""
    body = re.sub(r"<style.*?</style>|<!--.*?-->|<title>.*?</title>", "", mail.html, flags=re.DOTALL)
    return re.sub(r"<[^>]+>|&nbsp;", " ", body)


def words(text: str) -> list[str]:
    return [word for word in text.split() if re.search(r"\w", word)]


@pytest.mark.parametrize("language", ["en", "nl"])
def test_f013_the_question_says_who_why_what_they_want_what_one_gets_and_how_long(language, now):
    ada, bob = make.pair()
    type(ada).objects.filter(pk=ada.pk).update(language=language)
    _, (mail, _) = asked(now, members=(ada, bob))

    for part in (mail.text, mail.html):
        assert "Bob Brabant" in part and "CTO" in part
        assert "Machine learning" in part
        assert "Chip design" in part
        assert f"/{mail.language}/i/" in part
    assert mail.subject.count("Bob Brabant") == 1


@pytest.mark.parametrize("language", ["en", "nl"])
def test_f013_the_longest_question_keeps_to_150_words(language, now):
    topics = [make.topic(f"long-{number}") for number in range(3)]
    for topic, name in zip(topics, LONG, strict=True):
        type(topic).objects.filter(pk=topic.pk).update(name_nl=name, name_en=name)
    make.synergy()
    slugs = tuple(topic.slug for topic in topics)
    ada = make.member("Ada van der Amstel", language=language, offers=slugs, seeks=slugs)
    there = make.region("brainport")
    bob = make.member("Bob van den Brabant", language=language, region=there, offers=slugs, seeks=slugs)
    reasons = [
        {"code": "offer_meets_seek", "facts": {"who": ada.pk, "whom": bob.pk, "topics": list(slugs)}},
        {"code": "layers_complement", "facts": {"layers": [5, 2], "synergy": "C"}},
        {"code": "other_region", "facts": {"homes": ["mra", "brainport"], "regions": ["mra", "brainport"]}},
    ]

    _, mails = asked(now, members=(ada, bob), reasons=reasons)

    assert max(len(words(mail.text)) for mail in mails) <= 150
    assert max(len(words(in_html(mail))) for mail in mails) <= 150


def test_f001_no_mail_before_the_second_yes_holds_an_address_or_number(now):
    ada, bob = make.pair()
    Profile.objects.filter(member=bob).update(phone="+31 6 1234 5678")
    introduction, mails = asked(now, members=(ada, bob))
    say(introduction, ada, "yes", now)

    for mail in OutboxEmail.objects.filter(about_id=introduction.pk):
        other = bob if mail.member_id == ada.pk else ada
        everything = mail.subject + mail.text + mail.html + str(mail.headers) + str(mail.attachments) + mail.reply_to
        assert other.email not in everything
        assert "1234 5678" not in everything
        assert mail.attachments == []
    assert len(mails) == 2


def test_the_link_of_a_question_is_the_same_every_time(now):
    introduction, (mail, _) = asked(now)
    link = re.search(r"/i/\S+/", mail.text).group()
    mail.delete()
    own = introduction.opt_ins.get(member=introduction.member_a)

    emails.opt_in_request(introduction=introduction, opt_in=own, now=now)

    assert link in OutboxEmail.objects.get(member=introduction.member_a).text


def test_f015_the_joint_mail_has_reasons_cards_a_place_and_replies_to_both(now):
    make.venue("half-way", note_en="By the station.", note_nl="Bij het station.")
    introduction = make.introduction("offered")
    ada, bob = introduction.members
    Profile.objects.filter(member=bob).update(phone="+31 6 1234 5678")
    both_say_yes(introduction, now)

    mail = OutboxEmail.objects.get(member=ada)

    assert mail.reply_to == f"{ada.email}, {bob.email}"
    for part in (mail.text, mail.html):
        assert bob.email in part and ada.email in part
        assert "+31 6 1234 5678" in part
        assert "Machine learning" in part
        assert "Half way, Utrecht" in part
    ((name, mime, card),) = mail.attachments
    assert (name, mime) == ("bob-brabant.vcf", "text/vcard")
    assert bob.email in card


@pytest.mark.parametrize("language", ["en", "nl"])
@pytest.mark.parametrize("kind", ["event", "visit", "venue"])
def test_f013_the_longest_joint_mail_keeps_to_150_words_and_holds_one_excuse_and_one_link(kind, language, now):
    topics = [make.topic(f"long-{number}") for number in range(2)]
    for topic, name in zip(topics, LONG, strict=False):
        type(topic).objects.filter(pk=topic.pk).update(name_nl=name, name_en=name)
    make.synergy()
    there = make.region("brainport")
    make.venue("Mariënburg 's-Hertogenbosch (datacampus)", region=make.region("den-bosch", name="Den Bosch"))
    ada = make.member("Ada van der Amstel", language=language)
    bob = make.member("Bob van den Brabant", language=language, region=there)
    Profile.objects.update(phone="+31 6 1234 5678")
    facts = {"who": ada.pk, "whom": bob.pk, "topics": [topic.slug for topic in topics]}
    reasons = [
        {"code": "offer_meets_seek", "facts": facts},
        {"code": "layers_complement", "facts": {"layers": [5, 2], "synergy": "C"}},
    ]
    if kind == "visit":
        make.visit(ada, "brainport")
    if kind == "event":
        make.event(title_nl="Wat doet een chip met licht", title_en="What a chip does with light", kind="meetup")
    introduction = make.introduction("offered", members=(ada, bob), reasons=reasons)

    both_say_yes(introduction, now)

    introduction.refresh_from_db()
    assert introduction.excuse["kind"] == kind
    for mail in OutboxEmail.objects.filter(about_id=introduction.pk):
        assert len(words(mail.text)) <= 150
        assert len(words(in_html(mail))) <= 150
        assert mail.text.count(f"/{language}/m/") == mail.html.count(f"/{language}/m/") == 1
        assert excuse_words.for_side(introduction, mail.member, now=now) is not None


def test_f015_the_link_to_the_half_days_is_the_same_every_time(now):
    introduction = make.introduction("made")
    ada = introduction.member_a
    assert emails.moments_url(introduction, ada) == emails.moments_url(introduction, ada)
    assert emails.moments_url(introduction, ada) != emails.moments_url(introduction, introduction.member_b)


def test_each_reads_it_in_their_own_language(now):
    ada, bob = make.pair()
    type(ada).objects.filter(pk=ada.pk).update(language="en")
    make.topic("machine-learning").__class__.objects.filter(slug="chip-design").update(name_nl="Chipontwerp")
    _, mails = asked(now, members=(ada, bob))

    assert [mail.language for mail in mails] == ["en", "nl"]
    assert "Chip design" in mails[0].text and "Chipontwerp" not in mails[0].text
    assert "Chipontwerp" in mails[1].text


def test_f003_the_neutral_mail_says_nothing_but_that(now):
    introduction = make.introduction("offered")
    say(introduction, introduction.member_a, "yes", now)
    say(introduction, introduction.member_b, "no", now)
    introductions.expire(introduction=introduction, now=settles_at(introduction.closes_at))

    mail = OutboxEmail.objects.get()

    assert mail.member == introduction.member_a
    assert introduction.member_b.email not in mail.text + mail.html
    assert mail.attachments == []


def test_a_town_stands_behind_the_shape_of_its_home_region(now):
    make.region("mra"), make.region("brainport")
    almere = make.member("Ada Almere", region=make.region("almere", parent="mra"))
    helmond = make.member("Bob Helmond", region=make.region("helmond", parent="brainport"))
    introduction = make.introduction(state="proposed", members=(almere, helmond))

    introductions.offer(introduction=introduction, now=now)

    html = OutboxEmail.objects.get(member=almere).html
    assert "● Almere" in html
    assert "■ Helmond" in html
