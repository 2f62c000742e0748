"""How much work is a page of the events module, beside the least that a page can be?

    python -m bench.bench_pages [--rounds 5] [--times 40]

CPU seconds of this process for one request through the whole WSGI application, as a ratio to a unit: a view with one
query of 30 rows and a template of ten lines behind Django's own middleware, measured in turns with each page, because
a shared machine drifts. SQLite in a temporary folder; PostgreSQL with DATABASE_URL (an empty database, which this
fills). A server adds the same to both, so ratios behind one are nearer to 1.
"""

import argparse
import datetime as dt
import io
import os
import statistics
import tempfile
from collections.abc import Callable
from types import ModuleType

from bench.clock import clocked, table

GOALS = {
    "event page": 2.0,
    "event page, much on it": 2.0,
    "list of 40 events": 2.5,
    "programme of 30 sessions": 3.0,
    "event page with its form, signed in": 3.0,
    "signed-in start page": 4.0,
    "console: guest list of 200": 8.0,
    "console: 200 events": 8.0,
}
UNIT = """<!doctype html><html><head><title>{{ rows.0.name }}</title></head><body><h1>{{ rows.0.name }}</h1><ol>
{% for row in rows %}<li id="row-{{ row.pk }}"><h2>{{ row.name }}</h2><p>{{ row.slug }}</p><p>{{ row.place }}</p></li>
{% endfor %}</ol></body></html>"""
DJANGOS_OWN = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
Handler = Callable[[dict, Callable], object]


def filled() -> tuple[str, str, int]:
    """Fills the database. Out: the session of a member and of an organiser, the number of the event with much on it."""
    from allauth.mfa.models import Authenticator
    from django.conf import settings
    from django.test import Client

    from corridor import clock
    from events.models import Sponsor
    from tests import make

    now = clock.now()
    layers, places = [make.layer(number) for number in range(1, 8)], [make.region("mra"), make.region("brainport")]
    people = [make.member(f"Guest Person{number}", region=places[number % 2]) for number in range(200)]
    for number in range(39):
        starts_at = now + dt.timedelta(days=5 + 2 * number)
        event = make.event(slug=f"event-{number}", starts_at=starts_at, region=places[number % 2], capacity=40)
        event.layers.set([layers[number % 7], layers[(number + 2) % 7]])
        for person in people[number : number + 10]:
            make.registration(event, person)
    much = make.event(slug="much", starts_at=now + dt.timedelta(days=9), capacity=150, asks_needs=True, asks_photo=True)
    much.layers.set(layers)
    for position in range(1, 6):
        much.questions.create(position=position, text_nl=f"Vraag {position}?", text_en=f"Question {position}?")
    for number in range(30):
        make.session(much, 20 * (number // 3), 20, f"Room {number % 3}", ["Bram", "Chris"], summary_en="Short. " * 15)
    for _number in range(5):
        Sponsor.objects.create(event=much, organisation=make.organisation(), gives="the drinks")
    for number, person in enumerate(people):
        make.registration(much, person, state="confirmed" if number < 150 else "waitlisted")
    for number in range(160):
        make.event("draft", slug=f"draft-{number}", starts_at=now + dt.timedelta(days=100 + number))
    member, organiser = make.member("Ada Amstel"), make.organiser("Olga Oord", is_superuser=True)
    Authenticator.objects.create(user=organiser, type="totp", data={})
    sessions = []
    for person in (member, organiser):
        client = Client()
        client.force_login(person)
        sessions.append(f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}")
    return sessions[0], sessions[1], much.pk


def unit() -> Handler:
    """The least: Django's own middleware, one query of 30 rows, one template."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.http import HttpRequest, HttpResponse
    from django.template import Context, Engine
    from django.test import override_settings
    from django.urls import path

    from corridor.models import Organisation

    drawn = Engine().from_string(UNIT)

    def view(request: HttpRequest) -> HttpResponse:
        rows = list(Organisation.objects.select_related("region")[:30])
        for row in rows:
            row.place = row.region.name
        return HttpResponse(drawn.render(Context({"rows": rows})))

    urls = ModuleType("bench_unit_urls")
    urls.urlpatterns = [path("unit/", view)]  # type: ignore[attr-defined]

    class Unit(WSGIHandler):
        def get_response(self, request: HttpRequest) -> HttpResponse:
            request.urlconf = urls
            return super().get_response(request)

    with override_settings(MIDDLEWARE=DJANGOS_OWN):
        return Unit()


def asked(handler: Handler, path: str, cookie: str, times: int) -> None:
    """Ask so often, each time as a server would; anything but 200 ends the bench."""
    for _time in range(times):
        status: list[str] = []
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            "HTTP_COOKIE": cookie,
        }
        answer = handler(environ, lambda line, headers, status=status: status.append(line))
        b"".join(answer)  # type: ignore[call-overload]
        answer.close()  # type: ignore[attr-defined]
        if not status[0].startswith("200"):
            raise SystemExit(f"{path}: {status[0]}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--times", type=int, default=40, help="requests a turn")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(MODE="test", DEBUG="0", VAR_DIR=folder, DJANGO_SETTINGS_MODULE="corridor.settings")
        from corridor.wsgi import application  # sets Django up

        from django.core.management import call_command  # isort: skip

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        member, organiser, much = filled()
        pages = {
            "event page": ("/en/events/event-7/", ""),
            "event page, much on it": ("/en/events/much/", ""),
            "list of 40 events": ("/en/events/", ""),
            "programme of 30 sessions": ("/en/events/much/programme/", ""),
            "event page with its form, signed in": ("/en/events/much/", member),
            "signed-in start page": ("/en/me/", member),
            "console: guest list of 200": (f"/en/console/events/event/{much}/guests/", organiser),
            "console: 200 events": ("/en/console/events/event/", organiser),
        }
        least, rows = unit(), []
        for name, (path, cookie) in pages.items():
            asked(application, path, cookie, 5)
            asked(least, "/unit/", "", 5)
            before, ratios = clocked(asked, least, "/unit/", "", chosen.times)[0], []
            for _round in range(chosen.rounds):
                spent = clocked(asked, application, path, cookie, chosen.times)[0]
                after = clocked(asked, least, "/unit/", "", chosen.times)[0]
                ratios.append(2 * spent / (before + after))
                before = after
            middle = statistics.median(ratios)
            rows.append([name, f"{middle:.1f}", f"{GOALS[name]:.1f}", f"{1000 * before / chosen.times:.1f}"])
        table("CPU of a request, in units", ["page", "ratio", "goal", "unit, ms"], rows)


if __name__ == "__main__":
    main()
