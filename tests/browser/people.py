"""Who goes a road together? People, each in a browser of their own, whose pages are looked at on the way.

A look asks of a page what a person would miss first: axe finds nothing, headings come in order, and nothing scrolls
sideways, on the narrowest phone either. PICTURES_IN=folder leaves a picture of each.
"""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page

from corridor.models import Member, OutboxEmail
from tests.browser.test_every_page import RULES, Watch
from tests.entering import enter

NARROWEST = 320
PATIENT = 20_000  # milliseconds
HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((one) => Number(one.localName[1]))"
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Person:
    """Somebody with a browser: which language and width, and what was wrong with the pages they saw."""

    member: Member
    site: str
    language: str
    width: int
    page: Page
    watch: Watch
    closely: bool = True
    seen: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Open an address of the site, below the language, or a link as a mail has it."""
        whole = path if path.startswith("http") else f"{self.site}/{self.language}/{path}"
        self.watch.where = whole
        self.page.goto(whole)

    def look(self, name: str) -> None:
        """Look at the page that is open."""
        page, wrong = self.page, self.watch.found[name]
        self.seen.append(name)
        if page.locator("html").get_attribute("lang") != self.language:
            wrong.append("not in its language")
        levels = page.evaluate(HEADINGS)
        if levels.count(1) != 1 or any(after > before + 1 for before, after in zip(levels, levels[1:], strict=False)):
            wrong.append(f"headings {levels}")
        if self.closely:
            found = Axe().run(page, options=RULES).response["violations"]
            wrong += [f"accessibility: {one['id']} at {one['nodes'][0]['target']}" for one in found]
        height = page.viewport_size["height"]
        for width in {self.width, NARROWEST}:
            page.set_viewport_size({"width": width, "height": height})
            if page.evaluate(SIDEWAYS):
                wrong.append(f"scrolls sideways at {width}")
        page.set_viewport_size({"width": self.width, "height": height})
        self.picture(name)

    def picture(self, name: str) -> None:
        """For eyes, where a folder for pictures is named."""
        folder = os.environ.get("PICTURES_IN")
        for scheme in ("light", "dark") if folder else ():
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            path = Path(folder) / f"{len(self.seen):02}-{name}-{self.language}-{self.width}-{scheme}.png"
            self.page.screenshot(path=path, full_page=True)

    def sign_in_here(self) -> None:
        """On the page that asks for it: the address, then the code from the mail."""
        self.page.locator("input[name=login]").fill(self.member.email)
        self.page.locator("main form .btn.solid").click()
        self.page.locator("input[name=code]").fill(code_for(self.member.email))
        self.page.locator("main form button:not([formnovalidate])").first.click()

    def let_in(self, *, second_step: bool = False) -> None:
        """Hand the browser a session, where signing in is another test's story."""
        client = enter(self.member, second_step=second_step, proven=second_step)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self.site}])


def somebody(
    browser: Browser,
    member: Member,
    site: str,
    language: str,
    width: int,
    *,
    scripts: bool = True,
    closely: bool = True,
) -> Person:
    """A browser that nobody ever signed in on, in the hands of `member`."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        locale={"nl": "nl-NL", "en": "en-GB"}[language],
        timezone_id="Europe/Amsterdam",
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(PATIENT)
    return Person(member, site, language, width, page, Watch(page, site), closely)


def code_for(address: str) -> str:
    """The newest code that was mailed to `address`."""
    mail = OutboxEmail.objects.filter(to=address, kind__startswith="account.").latest("pk")
    return re.search(r"^ +([0-9A-Z-]{6,9})$", mail.text, re.MULTILINE).group(1)


def mail_to(member: Member, kind: str) -> OutboxEmail:
    """The newest mail of this kind to them."""
    return OutboxEmail.objects.filter(to=member.email, kind=kind).latest("pk")


def link_in(mail: OutboxEmail, part: str) -> str:
    """The address in a mail's text whose path begins with `part`, behind the language."""
    return re.search(rf"https?://\S+/(?:nl|en)/{part}\S+", mail.text).group(0)
