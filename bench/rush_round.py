"""What happens in one rush on one database? Run by bench_rush.py in the environment of the site; 1 means it went wrong.

python -m bench.rush_round PEOPLE SEATS [--without-lock]
"""

# ruff: noqa: E402 Django is set up before its parts are imported
import os
import subprocess
import sys
from collections import Counter

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from events.models import Event, Registration
from tests.rush import rows
from tests.rush.crowd import Person, all_at_once, p99
from tests.rush.site import Site, serving

GIVE_BACK = 20
WITHIN = 20.0  # seconds from the press to the answer, for all but one in a hundred


def told(name: str, people: list[Person], seconds: float, cpu: float) -> None:
    """One line of figures."""
    number, waited = len(people), p99(one.read - one.submitted for one in people)
    used = f", {1000 * cpu / number:.1f} ms CPU of the server each" if cpu else ""
    print(f"  {name:9} {number / seconds:6.1f} orders/s, p99 {waited:5.1f} s from press to answer{used}", flush=True)


def timed(site: Site, people: list[Person], path: str) -> tuple[float, float]:
    """Seconds until the last one knows, and what the server's processes used of the processor."""
    before = site.cpu_seconds()
    seconds = all_at_once(people, site.port, path)
    return seconds, site.cpu_seconds() - before


def unit(size: int) -> tuple[float, float]:
    """Orders a second, and CPU seconds each, of the least that does the job."""
    with serving(dict(os.environ), program="bench.rush_unit:application") as site:
        people = [Person(number + 1, {}) for number in range(size)]
        all_at_once(people[: size // 20], site.port, "/1/")  # both workers awake
        rest = people[size // 20 :]
        seconds, cpu = timed(site, rest, "/1/")
    told("unit", rest, seconds, cpu)
    assert all(one.state in ("confirmed", "waitlisted") for one in rest), Counter(one.state for one in rest)
    return len(rest) / seconds, cpu / len(rest)


def wrong(event: Event, people: list[Person], seats: int) -> list[str]:
    """Everything that must not be, after all have registered."""
    found = []
    counted, read = rows.counted(event), Counter(one.state for one in people)
    wanted = {"confirmed": seats, "waitlisted": len(people) - seats}
    oversold = max(0, counted.get("confirmed", 0) - seats)
    lost = [one for one in people if one.state not in wanted]
    errors = sum(status >= 500 for one in people for status in one.statuses)
    print(f"  written {counted}; read {dict(read)}; oversold {oversold}, lost {len(lost)}, answers of 5xx {errors}")
    if (counted, dict(read)) != (wanted, wanted):
        found.append(f"wanted {wanted}")
    if errors:
        found.append(f"{errors} answers of 5xx")
    return found + rows.faults_of_turns(event, people) + rows.faults_of_history(event)


def wrong_after_giving_back(event: Event, people: list[Person], site: Site, path: str) -> list[str]:
    """Some give their places back, all at once: those who wait are called in the order of their turns."""
    leave = [one for one in people if one.state == "confirmed"][:GIVE_BACK]
    wanted = list(event.registrations.filter(state="waitlisted").order_by("turn")[: len(leave)])
    all_at_once(leave, site.port, path, "cancel")
    called = list(event.registrations.filter(state="offered").order_by("turn"))
    turns = [one.turn for one in called]
    print(
        f"  {len(leave)} places given back: offered to turns {turns[0]} to {turns[-1]}" if turns else "  nobody called"
    )
    found = [] if called == wanted else ["others were called than the first in line"]
    return found + rows.faults_of_history(event)


def main() -> int:
    size, seats, locked = int(sys.argv[1]), int(sys.argv[2]), "--without-lock" not in sys.argv
    call_command("migrate", verbosity=0)
    subprocess.run([sys.executable, "-m", "bench.rush_unit", str(seats)], check=True)
    people, event = rows.crowd(size), rows.evening(seats)
    awake = rows.evening(seats)
    path = f"/en/events/{event.slug}/"
    connection.close()
    before = unit(size)
    with serving(dict(os.environ), locked=locked) as site:
        all_at_once(
            [Person(one.member, dict(one.cookies)) for one in people[:24]], site.port, f"/en/events/{awake.slug}/"
        )
        seconds, cpu = timed(site, people, path)
        told("the site", people, seconds, cpu)
        found = wrong(event, people, seats)
        if locked:
            found += wrong_after_giving_back(event, people, site, path)
    after = unit(size)
    speed, cost = (before[0] + after[0]) / 2, (before[1] + after[1]) / 2
    used = f", {cpu / size / cost:.1f} x its CPU" if cost else ""
    print(f"  the site answers {size / seconds / speed:.2f} x as many a second as the unit{used}")
    sold = Registration.objects.filter(event=event, state__in=Registration.HOLDING).count()
    if not locked:
        verdict = "oversold, as it must" if sold > seats else "NOT oversold: this control shows nothing"
        print(f"  control, without the lock: {sold} places given of {seats}: {verdict}")
        return int(sold <= seats)
    waited = p99(one.read - one.submitted for one in people)
    if waited > WITHIN:
        print(f"  p99 is {waited:.1f} s, wanted {WITHIN:.0f} s: on a machine with nothing else to do this is too slow")
    for fault in found[:5]:
        print(f"  WRONG: {fault}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
