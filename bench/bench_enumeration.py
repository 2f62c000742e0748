"""Does an answer tell by its speed whether an address has an account? (R-27: medians within 10 ms, n = 400)

    VAR_DIR=$(mktemp -d) MODE=development python bench/bench_enumeration.py [N]

Asks each page for a known, an unverified, a closed and an unknown address in turn, on a database of its own, with the
limits emptied before every request. Prints the medians, and the same without the even answer time as the control.
Leaves with 1 when the even answers differ by more than 10 ms.
"""

# ruff: noqa: E402 Django is set up before its parts are imported
import os
import statistics
import sys
import time
from itertools import count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")

import django

django.setup()

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from corridor.models import Member

PAGES = {
    "sign in": ("/en/account/login/", "login"),
    "ask for a code": ("/en/account/login/code/", "email"),
    "join": ("/en/account/signup/", "email"),
    "reset": ("/en/account/password/reset/", "email"),
}
ALLOWED = 10.0  # ms
fresh = count()


def people() -> None:
    """One member of each standing."""
    for standing in ("known", "unverified", "closed"):
        member = Member.objects.create_user(f"{standing}@example.nl", name="Ada", is_active=standing != "closed")
        member.emailaddress_set.create(email=member.email, verified=standing != "unverified", primary=True)


def milliseconds(path: str, field: str, standing: str) -> float:
    """How long the answer took for an address of that standing."""
    address = f"unknown{next(fresh)}@example.nl" if standing == "unknown" else f"{standing}@example.nl"
    cache.clear()
    client = Client(SERVER_NAME="localhost")
    started = time.perf_counter()
    answer = client.post(path, {field: address})
    taken = (time.perf_counter() - started) * 1000
    assert answer.status_code == 302, (path, answer.status_code)
    return taken


def medians(path: str, field: str, times: int) -> dict[str, float]:
    """The median for each standing, asked in turn so that a busy moment hits all of them."""
    standings = ("known", "unverified", "closed", "unknown")
    taken: dict[str, list[float]] = {standing: [] for standing in standings}
    for _ in range(times):
        for standing in standings:
            taken[standing].append(milliseconds(path, field, standing))
    return {standing: statistics.median(values) for standing, values in taken.items()}


def main() -> int:
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 400
    call_command("migrate", verbosity=0)
    people()
    worst = 0.0
    for even in (settings.STEADY_ANSWER_SECONDS, 0):
        settings.STEADY_ANSWER_SECONDS = even
        print(f"answers {'even at ' + str(even) + ' s' if even else 'as fast as they come (control)'}, n = {times}")
        for page, (path, field) in PAGES.items():
            found = medians(path, field, times)
            apart = max(found.values()) - min(found.values())
            worst = max(worst, apart) if even else worst
            print(
                f"  {page:15}",
                "  ".join(f"{key} {value:6.1f} ms" for key, value in found.items()),
                f"  apart {apart:.2f} ms",
            )
    print(f"farthest apart: {worst:.2f} ms, allowed {ALLOWED:.0f} ms")
    return int(worst > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
