"""Can somebody go the whole road in a real browser: join, be proposed, say yes twice, and find one joint mail each?

Only the codes and the mails are read from the outbox; everything else is typed and pressed as a person would.
"""

import datetime as dt
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from corridor import clock, outbox
from corridor.actions import ground
from corridor.models import Member, OutboxEmail, Region
from matchmaking.actions import introductions, rounds
from matchmaking.models import Introduction
from tests import make, working_day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEWCOMER = "sanne@example.nl"
# What the mailbox calls the kind of mail.
JOINT_MAIL = {"en": "The two are introduced", "nl": "De twee zijn aan elkaar voorgesteld"}


@pytest.fixture
def corridor(settings, live_server, tmp_path):
    """The real reference data in demo mode, and one member in Eindhoven who seeks what the newcomer will bring."""
    settings.DEMO, settings.VAR_DIR, settings.SITE_URL = True, tmp_path, live_server.url
    working_day.move_the_demos_clock()
    ground.load(now=clock.now())
    return make.member(
        "Ravi van Houten",
        email="ravi@example.nl",
        region=Region.objects.get(slug="eindhoven"),
        layers=(2,),
        offers=("edge-ai-chips", "chip-design"),
        seeks=("machine-learning",),
        language="en",
    )


def code_for(address: str) -> str:
    """The newest code that was mailed to `address`."""
    mail = OutboxEmail.objects.filter(to=address, kind__startswith="account.").order_by("-pk").first()
    return re.search(r"^ +([0-9A-Z-]{6,9})$", mail.text, re.MULTILINE).group(1)


def join(page: Page, site: str, language: str) -> None:
    """From the front page to a complete profile: four screens."""
    page.goto(f"{site}/{language}/")
    page.locator(".top a[href$='/account/signup/']").click()
    page.get_by_label(re.compile("mail", re.IGNORECASE)).fill(NEWCOMER)
    page.locator("main form button").last.click()
    page.locator("input[name=code]").fill(code_for(NEWCOMER))
    page.locator("main form button:not([formnovalidate])").first.click()

    page.locator("input[name=name]").fill("Sanne de Wit")
    page.locator("input[name=title]").fill("CTO")
    page.locator("select[name=region]").select_option("amsterdam")
    page.locator("input[name=organisation]").fill("Adyen")
    page.locator("main form .btn.solid").click()

    page.locator(".pick[data-layer='5'] label").first.click()
    page.locator("input[name=offer_topic]").fill("Machine learning")
    page.locator("textarea[name=offer_sentence]").fill("Modellen die uit weinig metingen leren.")
    page.locator("input[name=seek_topic]").fill({"nl": "Chipontwerp", "en": "Chip design"}[language])
    page.locator("input[name=consent]").check()
    page.locator("main form .btn.go").click()
    expect(page).to_have_url(re.compile(r"/me/might-meet/"))
    expect(page.locator("section:has(#likely) li")).to_have_count(1)


def propose_and_offer() -> Introduction:
    """What the schedule and an organiser do: a round is planned, matched, approved and sent."""
    now = clock.now()
    planned = rounds.plan(period=f"{now:%Y-%m}", planned_for=now, by=None, now=now)
    rounds.freeze(round=planned, by=None, now=now)
    rounds.propose(round=planned, now=now)
    planned.refresh_from_db()
    rounds.approve(round=planned, by=Member.objects.create_superuser("root@example.nl"), now=now)
    introduction = planned.introductions.get()
    introductions.offer(introduction=introduction, now=now)
    outbox.deliver_due(now=now)
    return introduction


def say_yes(page: Page, site: str, language: str, address: str) -> None:
    """Open the newest mail to `address` in the demo's mailbox and press yes on the page its link leads to."""
    page.goto(f"{site}/{language}/demo/mailbox/?to={address}")
    page.locator("ul.lines h3 a").first.click()
    link = re.search(r"https?://\S+/i/\S+", page.locator("main").inner_text()).group(0)
    page.goto(link)
    page.locator("button[name=answer][value=yes]").click()
    expect(page.locator("button[name=answer][value=yes]")).to_have_count(0)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_newcomer_joins_is_proposed_and_both_say_yes(live_server, browser: Browser, corridor, language):
    site = live_server.url
    page = browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam").new_page()

    join(page, site, language)
    introduction = propose_and_offer()
    for address in (NEWCOMER, corridor.email):
        # Each side in a browser of its own, that nobody ever signed in on.
        say_yes(browser.new_context().new_page(), site, language, address)

    introduction.refresh_from_db()
    assert introduction.state == "made"
    assert OutboxEmail.objects.filter(kind="matchmaking.introduction_made", state="queued").count() == 2
    outbox.deliver_due(now=clock.now() + dt.timedelta(minutes=11))
    for address, other in ((NEWCOMER, "Ravi van Houten"), (corridor.email, "Sanne de Wit")):
        page.goto(f"{site}/{language}/demo/mailbox/?to={address}")
        joint = page.locator("ul.lines li", has_text=JOINT_MAIL[language])
        expect(joint).to_have_count(1)
        joint.locator("h3 a").click()
        expect(page.locator("main")).to_contain_text(other)
        expect(page.locator("main")).to_contain_text(NEWCOMER)
        expect(page.locator("main")).to_contain_text(corridor.email)
    assert page.locator("html").get_attribute("lang") == language
