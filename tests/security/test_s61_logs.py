"""Do fifty secrets that pass through the site leave a trace in its log? None may. (S-61, S-39)"""

import logging
import secrets

import pytest
from django.test import Client

from corridor import links
from corridor.logs import LineFormatter
from tests import make
from tests.make.corridor import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]


@pytest.fixture
def written():
    """Every line that our formatter writes while the test runs, from every logger at every level that matters."""
    lines: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Keep(level=logging.INFO)
    handler.setFormatter(LineFormatter())
    root = logging.getLogger()
    was = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    root.setLevel(was)


def test_s61_fifty_canaries_in_fifty_requests_leave_no_trace(written, settings):
    canaries = [f"Canary{number}x{secrets.token_hex(4)}" for number in range(50)]
    visits = iter(canaries)

    def each(count: int):
        return [next(visits) for _ in range(count)]

    ada = make.member()
    client = Client(raise_request_exception=False)
    for canary in each(8):  # addresses and passwords at the door
        client.post("/nl/account/login/", {"login": f"{canary}@example.nl", "password": canary})
    for canary in each(4):
        client.post("/nl/account/signup/", {"email": f"{canary}@example.nl"})
    for canary in each(4):
        client.post("/nl/account/password/reset/", {"email": f"{canary}@example.nl"})
    for canary in each(6):  # what somebody typed when a page broke
        client.post("/broken", {"sentence": canary, "phone": f"+31 6 {canary}", "diet": canary})
    for canary in each(4):
        client.post("/no-database", {"sentence": canary}, headers={"referer": f"https://x.example/{canary}"})
    for canary in each(6):  # links, right and wrong
        token = links.make(canary, object_id=1, member_id=ada.pk, version=1, now=NOW)
        client.get(f"/token/{token}/")
        client.get(f"/nl/i/{token}{canary}/")
        client.get(f"/nowhere/{token}/")
        assert token.split(":")[1][:20] not in "".join(written)
    for canary in each(6):  # cookies and headers
        client.get("/broken", headers={"authorization": f"Bearer {canary}", "cookie": f"session={canary}"})
    for canary in each(6):  # input that is refused
        client.post("/echo", {"name": canary + "\x00"})
        client.get("/mine", {"q": canary})
    for canary in each(6):  # errors of our own making, as somebody might log them
        logging.getLogger("corridor.test").warning("could not write to %s", f"{canary}@example.nl")
        logging.getLogger("corridor.test").error("sign-in failed: password=%s", canary)

    assert len(written) > 20, "nothing was logged, so nothing was proved"
    everything = "\n".join(written)
    assert [canary for canary in canaries if canary in everything] == []
    assert next(visits, None) is None


def test_s61_one_event_is_one_line(written):
    Client(raise_request_exception=False).get("/broken?a=%0d%0aforged")

    assert written
    assert [line for line in written if "\n" in line or "\r" in line] == []


def test_s61_every_process_writes_through_the_mask(settings):
    """The worker keeps our handlers; the development server, which logs addresses, uses them too."""
    assert settings.CELERY_WORKER_HIJACK_ROOT_LOGGER is False
    assert settings.LOGGING["handlers"]["stderr"]["formatter"] == "line"
    assert (
        settings.LOGGING["loggers"]["django.server"]["handlers"] == settings.LOGGING["root"]["handlers"] == ["stderr"]
    )
    assert settings.LOGGING["loggers"]["django.server"]["propagate"] is False
