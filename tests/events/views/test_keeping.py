"""May caches keep what every visitor reads alike, and never what somebody of their own reads? (F086)"""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests import make

pytestmark = pytest.mark.django_db

PAGES = ("/en/events/", "/en/events/?region=mra", "/en/events/{event}/", "/en/events/{event}/programme/")
PAGES += ("/en/events/{event}.ics", "/en/events/agenda.ics", "/en/events/agenda/mra.rss")


@pytest.fixture
def event():
    event = make.event(title_en="Chips and tea")
    make.session(event, speakers=["Sanne Spreker"])
    return event


@pytest.mark.parametrize("path", PAGES)
def test_f086_a_visitor_reads_from_a_cache_until_it_changes(path, event):
    path, client = path.format(event=event.slug), Client()
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first["ETag"]})
    event.title_en = "Wafers and coffee"
    event.save()
    make.session(event)

    assert first["Cache-Control"].startswith("public, max-age=") and not first.cookies
    feed = "/agenda" in path  # the same for all, cookie or not, and kept for a few minutes here too
    assert feed or "Cookie" in first["Vary"]
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == (304 if feed else 200)


@pytest.mark.parametrize("path", PAGES)
def test_f086_what_a_member_reads_is_kept_by_nobody(path, event, client_for, member):
    make.registration(event, member)

    response = client_for(member).get(path.format(event=event.slug))

    assert response["Cache-Control"] == "private, no-store"


def test_f086_any_cookie_at_all_is_kept_by_nobody(event):
    client = Client()
    client.cookies["messages"] = "x"

    assert "public" not in client.get(f"/en/events/{event.slug}/").get("Cache-Control", "")


def test_f086_a_page_that_is_not_there_is_not_kept():
    assert "public" not in Client().get("/en/events/nothing-here/").get("Cache-Control", "")


def test_f082_the_programme_is_on_paper_only_the_list(event, client_for, member):
    make.registration(event, member)

    page = client_for(member).get(f"/en/events/{event.slug}/programme/").content.decode()

    styles = Path(finders.find("corridor/programme.css")).read_text()
    printed = styles.partition("@media print")[2]
    assert "corridor/programme" in page and "Sanne Spreker" in page
    assert ".session form, .crumb { display: none; }" in printed
