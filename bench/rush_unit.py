"""What does a rush cost on this machine when there is next to no work in it? The least Django that still does its job.

    python -m bench.rush_unit SEATS       # makes its tables, with one event; then gunicorn bench.rush_unit:application

One event with a lock on its row, a form with a token against forgery, a page that says how it went: what the site is
measured beside, on the same database, with the same processes and threads, right before and after it.
"""

import os
import sys

import dj_database_url
import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection, models, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path

database = dj_database_url.parse(os.environ["DATABASE_URL"])
if database["ENGINE"].endswith("sqlite3"):
    database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    }
else:
    database["OPTIONS"] = {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}
settings.configure(
    SECRET_KEY=os.environ["SECRET_KEY"],
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="bench.rush_unit",
    DATABASES={"default": database},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware", "django.middleware.csrf.CsrfViewMiddleware"],
)
django.setup()


class Evening(models.Model):
    capacity = models.IntegerField()
    taken = models.IntegerField(default=0)

    class Meta:
        app_label = "unit"


class Guest(models.Model):
    evening = models.ForeignKey(Evening, models.CASCADE)
    name = models.CharField(max_length=80)
    state = models.CharField(max_length=10)

    class Meta:
        app_label = "unit"


def event(request: HttpRequest, number: int) -> HttpResponse:
    """The form, and what comes of it."""
    if request.method != "POST":
        Evening.objects.get(pk=number)
        token = get_token(request)
        hidden = {"csrfmiddlewaretoken": token, "act": "register"}.items()
        inputs = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in hidden)
        return HttpResponse(f'<form method="post" action="{request.path}">{inputs}</form>')
    with transaction.atomic():
        found = Evening.objects.select_for_update().get(pk=number)
        state = "confirmed" if found.taken < found.capacity else "waitlisted"
        guest = Guest.objects.create(evening=found, name=request.META["HTTP_X_FORWARDED_FOR"], state=state)
        if state == "confirmed":
            found.taken += 1
            found.save(update_fields=["taken"])
    return redirect(f"/done/{guest.pk}/")


def done(request: HttpRequest, number: int) -> HttpResponse:
    words = "You are coming" if Guest.objects.get(pk=number).state == "confirmed" else "You wait for a place"
    return HttpResponse(f'<h2 id="join">{words}</h2>')


urlpatterns = [
    path("<int:number>/", event),
    path("done/<int:number>/", done),
    path("healthz", lambda _: HttpResponse()),
]
application = get_wsgi_application()


if __name__ == "__main__":
    with connection.schema_editor() as schema:
        for model in (Evening, Guest):
            schema.create_model(model)
    Evening.objects.create(pk=1, capacity=int(sys.argv[1]))
    connection.close()
