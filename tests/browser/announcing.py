"""What does an organiser press to announce an evening, and to change it? In the console, as a person would."""

import datetime as dt

from playwright.sync_api import expect

from corridor import clock
from corridor.models import Region, Venue
from events.models import Event
from tests.browser.people import Person


def announce(olga: Person) -> Event:
    """Drafted, with a programme and a question, and published, in the console."""
    page, day = olga.page, (clock.now() + dt.timedelta(days=21)).astimezone(Event.ZONE).date()
    olga.let_in(second_step=True)
    olga.go("console/events/event/add/")
    facts = {
        "title_nl": "Voorspellend onderhoud, van beide kanten",
        "title_en": "Predictive maintenance, both ends of the line",
        "summary_nl": "In Eindhoven kost een machine die stilstaat miljoenen. In Amsterdam voorspellen ze al tien jaar "
        "welke dat wordt. Twee korte verhalen, en dan een lange pauze.",
        "summary_en": "In Eindhoven a machine that stands still costs millions. In Amsterdam people have spent ten "
        "years predicting which one will. Two short talks, then a long break.",
        "starts_at": f"{day}T17:00",
        "ends_at": f"{day}T19:30",
        "capacity": "2",
    }
    for name, value in facts.items():
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=region]").select_option(label=Region.objects.get(slug="amsterdam").name)
    page.locator("[name=venue]").select_option(str(Venue.objects.order_by("pk").first().pk))
    page.locator("[name=allows_companion]").check()
    page.locator("[name=asks_photo]").check()
    olga.look("draft")
    page.locator("button[name=_save]").click()
    event = Event.objects.get()

    desk = page.url
    olga.go(f"console/events/event/{event.pk}/questions/")
    page.locator("[name=ask-text_nl]").fill("Welke vraag neem je mee?")
    page.locator("[name=ask-text_en]").fill("Which question do you bring?")
    page.locator("[name=ask-kind]").select_option("line")
    page.locator("[name=ask-is_required]").check()
    page.locator("form:has([name=ask-text_nl]) .btn.solid").click()
    olga.look("questions")
    for start, end, dutch, english, speakers in (
        ("17:30", "17:55", "Wat een testbank weet en niemand vraagt", "What a test bench knows and nobody asks",
         "Bram Op den Camp, oprichter van Zilt Sensoren\nHanne Bakkum, lector toegepaste AI"),
        ("17:55", "18:20", "Kleine modellen, weinig storingen", "Small models, few failures", "Idris Amrani"),
    ):  # fmt: skip
        olga.go(f"console/events/event/{event.pk}/programme/")
        for name, value in {
            "title_nl": dutch, "title_en": english, "starts_at": f"{day}T{start}", "ends_at": f"{day}T{end}",
            "speakers": speakers,
        }.items():  # fmt: skip
            page.locator(f"[name={name}]").fill(value)
        page.locator("form:has([name=speakers]) .btn.solid").click()
    olga.look("programme-desk")
    page.goto(desk)
    page.locator("form[action$='/publish/'] button").click()
    olga.look("desk")
    event.refresh_from_db()
    assert event.state == Event.State.PUBLISHED
    return event


def change(olga: Person, event: Event) -> None:
    """A larger room, a day later: both in the console."""
    page = olga.page
    olga.go(f"console/events/event/{event.pk}/change/")
    page.locator("[name=capacity]").fill("8")
    page.locator("button[name=_save]").click()
    olga.go(f"console/events/event/{event.pk}/move/")
    for name in ("starts_at", "ends_at"):
        one = page.locator(f"[name=move-{name}]")
        later = dt.datetime.fromisoformat(one.input_value()) + dt.timedelta(days=1)
        one.fill(f"{later:%Y-%m-%dT%H:%M}")
    olga.look("move")
    page.locator("[name=move-because]").fill("De zaal is een dag later vrij.")
    page.locator("form:has([name=move-because]) .btn.solid").click()
    expect(page.locator("[name=move-because]")).to_have_value("")
