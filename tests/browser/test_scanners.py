"""May scanners open every link of every mail, again and again, with scripts on? (R-15, F002)

HEAD, GET and OPTIONS, twenty times each, and a browser that waits for whatever a page might do by itself. Not one row
may change. Afterwards a person presses the button behind the same link, and that counts.
"""

import datetime as dt
import re
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from playwright.sync_api import Browser

from corridor.models import OutboxEmail, Profile
from tests import make
from tests.house import doors
from tests.house.test_emails import AWAY_UNTIL, KINDS
from tests.needs import sized

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]

KNOCKS = sized(small=3, full=20)
WAITS = sized(small=1_000, full=10_000)  # milliseconds
LINK = re.compile(r"http://[^\s\"'<>)\]]+")
# What the database keeps for itself.
NOT_OURS = {"django_migrations", "sqlite_sequence"}


def digest() -> dict[str, int]:
    """Every table with everything in it, as one number each."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor)) - NOT_OURS
        found = {}
        for table in sorted(tables):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            found[table] = hash(tuple(sorted(map(repr, cursor.fetchall()))))
    return found


def changed(before: dict[str, int]) -> list[str]:
    return [table for table, number in digest().items() if before.get(table) != number]


class Hour:
    """The site's clock, which a test sets to the moment in which a mail was written."""

    now: dt.datetime


@pytest.fixture
def mails(settings, live_server, monkeypatch, now) -> list[OutboxEmail]:
    """One of every kind, each to somebody else."""
    Hour.now = now
    monkeypatch.setattr("corridor.clock.now", lambda: Hour.now)
    settings.SITE_URL, settings.STEADY_ANSWER_SECONDS = live_server.url, 0
    written = []
    for kind, write in KINDS.items():
        with transaction.atomic():
            written.append(write(make.member(f"Reader of {kind.rpartition('.')[2].replace('_', ' ')}"), now))
    # The link back is of use to somebody who is away.
    away = [mail.member_id for mail in written if mail.kind == "matchmaking.paused_after_silence"]
    Profile.objects.filter(member__in=away).update(paused_until=AWAY_UNTIL)
    return written


def links_of(mail: OutboxEmail) -> set[str]:
    return set(LINK.findall("\n".join([mail.text, mail.html, *map(str, mail.headers.values())])))


@pytest.fixture
def links(mails) -> dict[str, dt.datetime]:
    """Every address in any of them, in the text, the HTML and the headers; and when it came."""
    return {link: mail.created_at for mail in mails for link in sorted(links_of(mail))}


def is_for_a_token(link: str) -> bool:
    """Whether it works without signing in, and does something."""
    routes = [route for route, view in doors.addresses().items() if getattr(view, "access", "") == "token"]
    path = urlsplit(link).path.partition("/")[2].partition("/")[2]
    return any(re.fullmatch(re.sub(r"<[^>]+>", "[^/]+", route), path) for route in routes)


def knock(link: str, method: str) -> int:
    cache.clear()  # the limits of one visitor are another test's
    try:
        with urllib.request.urlopen(urllib.request.Request(link, method=method), timeout=20) as answer:
            answer.read()
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_r15_scanners_change_nothing_with_whatever_they_ask(links):
    assert sum(map(is_for_a_token, links)) >= 5
    before, answers = digest(), {}
    for link, came in links.items():
        Hour.now = came
        answers[link] = {knock(link, method) for method in ("HEAD", "GET") * KNOCKS}
        answers[link] |= {status for status in [knock(link, "OPTIONS")] if status not in (200, 405)}

    print(f"\n{len(links)} links, each read {2 * KNOCKS} times: {len(changed(before))} tables changed")
    assert changed(before) == []
    assert {link: found for link, found in answers.items() if found != {200}} == {}


def test_r15_a_browser_with_scripts_that_waits_changes_nothing(links, browser: Browser):
    before = digest()
    context = browser.new_context(locale="nl-NL")
    pages = []
    for link, came in links.items():
        cache.clear()
        Hour.now = came
        page = context.new_page()
        page.goto(link)
        pages.append(page)
    pages[-1].wait_for_timeout(WAITS)

    assert [
        page.url for page, link in zip(pages, links, strict=True) if is_for_a_token(link) and page.url != link
    ] == []
    assert changed(before) == []
    assert [cookie["name"] for cookie in context.cookies() if "session" in cookie["name"]] == []


def test_r15_then_the_press_of_a_person_counts(links, browser: Browser):
    """One of the buttons of the page's own form, without signing in, makes a difference; saving as it is makes none."""
    unmoved = []
    # Whoever gives their place back has nothing to press behind the other links of that mail.
    for link in sorted(filter(is_for_a_token, links), key=lambda link: "/e/" in link):
        Hour.now = links[link]
        before, context = digest(), browser.new_context(locale="nl-NL")
        page = context.new_page()
        page.goto(link)
        buttons = page.locator("main form[method=post] button")
        for number in range(buttons.count()):
            cache.clear()
            page.goto(link)
            for kind in ("checkbox", "radio"):
                for box in page.locator(f"main form[method=post] input[type={kind}]").all()[:1]:
                    box.check()
            with page.expect_navigation():
                buttons.nth(number).click()
            if changed(before):
                break
        else:
            unmoved.append(link)
        context.close()

    assert unmoved == []


def test_r15_control_a_page_that_acts_when_read_is_noticed(mails):
    """The digest sees one changed column of one row."""
    before = digest()
    OutboxEmail.objects.filter(pk=mails[0].pk).update(attempts=7)

    assert changed(before) == ["corridor_outboxemail"]
