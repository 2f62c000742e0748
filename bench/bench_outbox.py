"""How fast does the outbox drain, beside one plain Python client on one connection to the same mail server?

    python -m bench.bench_outbox [-n 1000] [--rounds 3]

SQLite in a temporary folder; PostgreSQL with DATABASE_URL (an empty database, which this fills). The two are measured
in turns, because a shared machine drifts. Goal: a ratio of at least 0.35.
"""

import argparse
import json
import multiprocessing
import os
import smtplib
import statistics
import tempfile
import time
from email.message import EmailMessage

GOAL = 0.35


def sink(port: int, ready: multiprocessing.Event) -> None:
    """A mail server in a process of its own that takes everything and keeps nothing."""
    import asyncio

    from aiosmtpd.smtp import SMTP

    class TakeAll:
        async def handle_DATA(self, server, session, envelope):
            return "250 2.0.0 taken"

    async def serve():
        loop = asyncio.get_running_loop()
        await loop.create_server(lambda: SMTP(TakeAll(), loop=loop, ident="sink"), "127.0.0.1", port)
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(serve())


def message(number: int) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "hello@example.org"
    made["To"] = f"member{number}@example.org"
    made["Subject"] = "You have been introduced"
    body = "Two people on the corridor should meet. " * 40
    made.set_content(body)
    made.add_alternative(f"<html><body><p>{body}</p></body></html>", subtype="html")
    return made


def plain_client(port: int, count: int) -> float:
    """Mails a second of one plain client on one connection."""
    started = time.perf_counter()
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
        for number in range(count):
            client.send_message(message(number))
    return count / (time.perf_counter() - started)


def the_outbox(count: int, round_number: int) -> tuple[float, float]:
    """Mails a second written, and delivered, with everything that makes them safe."""
    from django.db import transaction

    from corridor import clock, outbox
    from corridor.models import Member

    now = clock.now()
    member = Member.objects.first() or Member.objects.create_user("bench@example.org", name="Bench Mark")
    started = time.perf_counter()
    with transaction.atomic():
        for number in range(count):
            outbox.enqueue(
                kind="corridor.welcome",
                key=f"bench:{round_number}:{number}",
                member=member,
                to=f"member{number}@example.org",
                context={"introductions_url": "http://localhost/x"},
                now=now,
            )
    written = count / (time.perf_counter() - started)
    started = time.perf_counter()
    sent = outbox.deliver_due(now=now)
    delivered = count / (time.perf_counter() - started)
    assert sent == count, f"{sent} of {count} were sent"
    return written, delivered


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("-n", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--port", type=int, default=18025)
    chosen = options.parse_args()

    ready = multiprocessing.Event()
    server = multiprocessing.Process(target=sink, args=(chosen.port, ready), daemon=True)
    server.start()
    ready.wait(10)
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(MODE="development", DEBUG="0", VAR_DIR=folder, EMAIL_URL=f"smtp://127.0.0.1:{chosen.port}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        rounds = []
        for number in range(chosen.rounds):
            plain = plain_client(chosen.port, chosen.n)
            written, delivered = the_outbox(chosen.n, number)
            after = plain_client(chosen.port, chosen.n)
            floor = (plain + after) / 2
            rounds.append({"plain": floor, "written": written, "delivered": delivered, "ratio": delivered / floor})
        middle = {name: round(statistics.median(one[name] for one in rounds), 2) for name in rounds[0]}
        print(
            json.dumps({"backend": connection.vendor, "n": chosen.n, "rounds": chosen.rounds, **middle, "goal": GOAL})
        )
        connection.close()
    server.terminate()


if __name__ == "__main__":
    main()
