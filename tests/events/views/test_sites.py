"""Where may one try something, where can one meet, and how does one ask?"""

import datetime as dt

import pytest
from django.test import Client

from corridor.models import ExperimentSite, OutboxEmail
from events.models import SiteRequest
from tests import make
from tests.entering import answer, at, enter, text

pytestmark = pytest.mark.django_db

WORDS = "A week with two carts, in May."


@pytest.fixture(autouse=True)
def at_now(now, monkeypatch):
    monkeypatch.setattr("corridor.clock.now", lambda: now)


def site(slug: str = "lab", **fields) -> ExperimentSite:
    values = {"what_nl": f"Proef {slug}", "what_en": f"Trial {slug}", "region": make.region("mra"), **fields}
    return ExperimentSite.objects.create(slug=slug, **values)


def test_the_pages_lead_from_the_foot_to_each_place(now):
    venue = make.venue("hall", note_en="By the water")
    lab = site(venue=venue, condition_en="Safety first", synergy=make.synergy())
    make.event(venue=venue, title_en="Evening there", starts_at=now + dt.timedelta(days=3))
    make.event(venue=venue, title_en="Evening for few", audience="invited")
    visitor = Client()

    foot = text(visitor.get("/en/about/"))
    listed = text(visitor.get("/en/places/"))
    of_site, of_venue = (text(visitor.get(f"/en/places/{path}/")) for path in ("sites/lab", "venues/hall"))

    assert 'href="/en/places/"' in foot
    assert 'href="/en/places/sites/lab/"' in listed and 'href="/en/places/venues/hall/"' in listed
    assert "Safety first" in of_site and 'href="/en/places/venues/hall/"' in of_site
    assert "By the water" in of_venue and str(lab.what) in of_venue
    for page in (of_site, of_venue):
        assert "Evening there" in page and "Evening for few" not in page
    assert "Sign in to ask" in of_site and "<textarea" not in of_site
    assert (
        visitor.get("/en/places/sites/other/").status_code == visitor.get("/en/places/venues/lab/").status_code == 404
    )
    assert not visitor.cookies


def test_a_member_asks_and_the_organiser_answers():
    olga, asker, lab = make.organiser("Olga Oost", language="en"), make.member("Ada Akker"), site()
    browser = enter(asker)

    before = text(browser.get("/en/places/sites/lab/"))
    sent = browser.post("/en/places/sites/lab/ask/", {"text": WORDS})
    after = text(browser.get("/en/places/sites/lab/"))
    console = enter(olga)
    overview = text(console.get("/en/console/"))
    asked = SiteRequest.objects.get()
    listed = text(console.get(at("events/siterequest")))
    console.post(at("events/siterequest", asked.pk, "do", "answered"), {"because": "They come in May"})

    assert "your e-mail address with it" in before and sent.status_code == 302
    assert "answers you by mail" in after and WORDS in after and "<textarea" not in after
    assert OutboxEmail.objects.get(kind="events.site_asked").to == olga.email
    assert "One member waits for an answer." in overview and "Ada Akker" in listed and str(lab.what) in listed
    asked.refresh_from_db()
    assert asked.state == "answered"
    assert "<textarea" in text(browser.get("/en/places/sites/lab/"))


@pytest.mark.parametrize("words", ["", "Hi", "x" * 601])
def test_s54_words_that_say_nothing_or_too_much_are_asked_again(words):
    site()

    response = enter(make.member()).post("/en/places/sites/lab/ask/", {"text": words})

    assert response.status_code == 422 and not SiteRequest.objects.exists()


def test_s18_somebody_asks_five_times_a_day_at_most():
    browser = enter(make.member())
    statuses = []
    for number in range(6):
        site(f"lab-{number}")
        statuses.append(browser.post(f"/en/places/sites/lab-{number}/ask/", {"text": WORDS}).status_code)

    assert statuses == [302] * 5 + [429] and SiteRequest.objects.count() == 5


def test_a_second_question_while_the_first_waits_is_refused():
    site()
    browser = enter(make.member())
    browser.post("/en/places/sites/lab/ask/", {"text": WORDS})

    response = browser.post("/en/places/sites/lab/ask/", {"text": "And now something else"})

    assert response.status_code == 409 and "asked about this site already" in text(response)


def test_strangers_do_not_ask_and_organisers_of_elsewhere_do_not_see(now):
    lab = site()
    asked = SiteRequest.objects.create(site=lab, member=make.member(), text=WORDS, asked_at=now, state_since=now)
    elsewhere = enter(make.organiser(region=make.region("groningen")))

    assert answer(Client(), "post", "/en/places/sites/lab/ask/", text=WORDS) == "sign in"
    assert answer(elsewhere, "get", at("events/siterequest", asked.pk, "change")) == 404
    assert answer(elsewhere, "post", at("events/siterequest", asked.pk, "do", "answered"), because="x") == 404
    assert "waits for an answer" not in text(elsewhere.get("/en/console/"))


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_takes_as_many_queries_whatever_there_is(many, django_assert_num_queries):
    for number in range(many):
        site(f"lab-{number}", venue=make.venue(f"hall-{number}"))

    with django_assert_num_queries(4):
        Client().get("/en/places/")
