"""Which browser do the browser tests use? The system's Chromium; nothing is downloaded, nothing reaches outside."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext

from tests.needs import or_skip

# Playwright runs an event loop in the test's thread, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict:
    return {
        "executable_path": or_skip("chromium", "chromium-browser", "google-chrome"),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


@pytest.fixture
def new_phone(browser) -> Iterator[Callable[[], BrowserContext]]:
    """Makes browsers of a phone's size in English, each with its own memory, and closes them in the end."""
    made = []

    def make() -> BrowserContext:
        made.append(browser.new_context(viewport={"width": 390, "height": 844}, locale="en-GB"))
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture(scope="session")
def browser_context_args() -> dict:
    return {"viewport": {"width": 1280, "height": 900}, "locale": "nl-NL", "timezone_id": "Europe/Amsterdam"}
