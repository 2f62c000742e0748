"""What do the pages look like? `make screenshots` runs the demo and leaves pictures in var/screenshots.

Every page wide and narrow, by day and by night, in Dutch; member and organiser come in through the demo's pages.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.needs import free_port

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "var" / "screenshots"
SIZES = {"wide": {"width": 1280, "height": 900}, "narrow": {"width": 390, "height": 844}}
STRANGER = {"home": "/nl/", "organisations": "/nl/organisations/", "about": "/nl/about/", "join": "/nl/account/signup/",
            "demo": "/nl/demo/", "mailbox": "/nl/demo/mailbox/"}  # fmt: skip
MEMBER = {"overview": "/nl/me/", "introductions": "/nl/introductions/", "profile": "/nl/profile/"}
ORGANISER = {"console": "/nl/console/", "rounds": "/nl/console/matchmaking/round/",
             "outbox": "/nl/console/corridor/outboxemail/"}  # fmt: skip


def main() -> None:
    port = free_port()
    site = f"http://localhost:{port}"
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "MODE": "demo", "VAR_DIR": folder, "SITE_URL": site}
        demo = subprocess.Popen([sys.executable, "manage.py", "demo", "--port", str(port)], cwd=ROOT, env=environment)
        try:
            _wait_for(f"{site}/healthz")
            with sync_playwright() as playwright:
                arguments = ["--no-sandbox", "--disable-gpu"]
                _shoot(playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments), site)
        finally:
            demo.terminate()
            demo.wait(60)
    print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}")


def _shoot(browser: Browser, site: str) -> None:
    """Everybody comes in once: asking for a code again and again would be refused, as it should be."""
    everybody = [(STRANGER, None)]
    for pages, come_in in ((MEMBER, _as_member), (ORGANISER, _as_organiser)):
        context = browser.new_context(base_url=site)
        come_in(context.new_page())
        everybody.append((pages, context.storage_state()))
        context.close()
    for size, viewport in SIZES.items():
        for scheme in ("light", "dark"):
            for pages, state in everybody:
                looks = {"viewport": viewport, "color_scheme": scheme, "reduced_motion": "reduce"}
                context = browser.new_context(base_url=site, storage_state=state, **looks)
                page = context.new_page()
                for name, path in pages.items():
                    page.goto(path)
                    page.screenshot(path=PICTURES / f"{name}-{size}-{scheme}.png", full_page=True)
                context.close()
    browser.close()


def _as_member(page: Page) -> None:
    page.goto("/nl/demo/")
    page.locator("[aria-labelledby=members] form[action$='sign-in/'] button").first.click()
    page.locator("main form button").first.click()
    page.wait_for_url("**/me/")


def _as_organiser(page: Page) -> None:
    """Each code of an authenticator app works once, so the second time waits for the next half minute."""
    page.goto("/nl/demo/")
    page.locator("[aria-labelledby=organisers] form button").first.click()
    page.locator("main form button").first.click()
    page.wait_for_url("**/2fa/authenticate/")
    while "/2fa/" in page.url:
        shown = page.context.request.get("/nl/demo/").text()
        page.locator("#id_code").fill(re.search(r'<span class="num">(\d{6})</span>', shown)[1])
        with page.expect_navigation():
            page.keyboard.press("Enter")
        time.sleep(2)


def _wait_for(address: str) -> None:
    patience = time.monotonic() + 300
    while time.monotonic() < patience:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError(address)


if __name__ == "__main__":
    main()
