"""Does every page load without a violation: of its own policy, of accessibility, of "nothing from elsewhere"? (S-04)

Visits every address that its row in tests/house/doors.py calls 200 for a role, in both languages, wide and narrow. What
the words are does not matter to axe, which takes its time: it looks at each page in one of the two, by turns.
"""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

from tests.house import doors, worlds

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Files to download, answers for machines, and pieces that a page fetches while somebody types: no pages.
NO_PAGES = {
    "healthz",
    "readyz",
    "account/2fa/recovery-codes/download/",
    "door/<slug:slug>/guests/",
    "door/worker.js",
    "me/what-we-used/download/",
    "events/agenda.ics",
    "events/agenda.rss",
    "events/agenda/<slug:region>.ics",
    "events/agenda/<slug:region>.rss",
    "events/mine/<str:token>.ics",
    "events/<slug:slug>.ics",
    "organisations/suggest/",
    "topics/suggest/",
}
# Pages that say no, and the status they say it with.
REFUSALS = {
    "nowhere/": 404,
    "i/no-token/": 404,
    "unsubscribe/no-token/": 404,
    "console/": 403,
    "introductions/999/": 404,
}
ROLES, LANGUAGES = ["stranger", "member", "organiser", "superuser"], ["nl", "en"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Watch:
    """What a page did that it should not have."""

    def __init__(self, page: Page, own: str):
        self.own, self.where, self.found = own, "", defaultdict(list)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.found[self.where].append(f"script error: {error}"))
        page.on("request", self._asked)
        # Tells of every violation, also those that the console leaves out.
        page.add_init_script(
            "addEventListener('securitypolicyviolation', e => console.error('policy: ' + e.violatedDirective))"
        )

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.found[self.where].append(f"console: {message.text[:200]}")

    def _asked(self, request: Request) -> None:
        host = urlsplit(request.url)
        if host.scheme in ("http", "https", "ws", "wss") and f"{host.scheme}://{host.netloc}" != self.own:
            self.found[self.where].append(f"request to elsewhere: {request.url[:200]}")


def pages_of(role: str, world: worlds.World) -> list[str]:
    """What the role may read; of a superuser only what nobody else may."""
    return [
        doors.path_of(route, world)
        for route, row in doors.ROWS.items()
        if row.of(role) == 200 and route not in NO_PAGES and not (role == "superuser" and row.organiser == 200)
    ]


def sign_in(context: BrowserContext, world: worlds.World, role: str, own: str) -> None:
    """Hand the browser the session that the test client made; signing in by hand is another test's story."""
    session = world.client_of(role).cookies.get(settings.SESSION_COOKIE_NAME)
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session.value, "url": own}])


def look(page: Page, watch: Watch, path: str, language: str, status: int, *, closely: bool = True) -> None:
    """Open one page and note in `watch` whatever is wrong with it; `closely`: with axe."""
    watch.where = path.replace("/nl/", f"/{language}/", 1)
    answer = page.goto(watch.own + watch.where)
    wrong = watch.found[watch.where]
    if answer.status != status:
        wrong.append(f"status {answer.status}")
    if page.locator("html").get_attribute("lang") != language:
        wrong.append("not in its language")
    violations = Axe().run(page, options=RULES).response["violations"] if closely else []
    wrong += [f"accessibility: {found['id']} at {found['nodes'][0]['target']}" for found in violations]
    page.set_viewport_size({"width": 390, "height": 844})
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        wrong.append("scrolls sideways on a phone")
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("role", ROLES)
def test_s04_no_page_violates_anything(live_server, context, page, role, language):
    world = worlds.build()
    sign_in(context, world, role, live_server.url)
    watch = Watch(page, live_server.url)
    paths = pages_of(role, world)

    for turn, path in enumerate(paths, start=ROLES.index(role)):
        look(page, watch, path, language, 200, closely=LANGUAGES[turn % 2] == language)

    assert len(paths) > 8
    assert {path: wrong for path, wrong in watch.found.items() if wrong} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_s04_no_refusal_violates_anything(live_server, context, page, language):
    world = worlds.build()
    sign_in(context, world, "member", live_server.url)
    watch = Watch(page, live_server.url)

    for path, status in REFUSALS.items():
        look(page, watch, f"/nl/{path}", language, status)

    # The browser itself says in its console that a page answered 4xx.
    said = {path: [w for w in wrong if "status of 40" not in w] for path, wrong in watch.found.items()}
    assert {path: wrong for path, wrong in said.items() if wrong} == {}
