"""Who may open or send what of events? Rows as in matrix.py: its world, its roles."""

from collections.abc import Callable

from tests.entering import at
from tests.house.matrix import ADA, EVERYBODY, SIGN_IN, WHY, Row, World, console, model_page, press

# Before the day an event has a door for organisers only; its staff is another test's story.
AT_THE_DOOR = (SIGN_IN, 404, 404, 404, 200, 404, 200)


def room(name: str) -> Callable[[World], str]:
    """A page below the desk of the event."""
    return lambda world: at("events/event", world.event.pk, *name.split("/"))


ROWS = [
    Row("agenda", lambda world: "/en/events/", EVERYBODY),
    Row("event: read", lambda world: f"/en/events/{world.event.slug}/", EVERYBODY),
    Row("event: read a draft", lambda world: f"/en/events/{world.draft.slug}/", (404,) * 7),
    Row(
        "event: register",
        lambda world: f"/en/events/{world.event.slug}/registration/",
        (SIGN_IN, *(302,) * 6),
        "post",
        {"act": "register"},
    ),
    Row("door: read", lambda world: f"/en/door/{world.event.slug}/", AT_THE_DOOR),
    Row("door: badges", lambda world: f"/en/door/{world.event.slug}/badges/", AT_THE_DOOR),
    Row("door: afterwards", lambda world: f"/en/door/{world.event.slug}/afterwards/", AT_THE_DOOR),
    Row(
        "door: scan",
        lambda world: f"/en/door/{world.event.slug}/scans/",
        (SIGN_IN, 404, 404, 404, 400, 404, 400),  # an empty report cannot be read
        "post",
    ),
    # Its hosts are no organisers, and another test's story (tests/events/views/test_hosting.py).
    Row("hosting: read", lambda world: f"/en/events/{world.event.slug}/hosting/", AT_THE_DOOR),
    Row(
        "hosting: a button for nobody",
        lambda world: f"/en/events/{world.event.slug}/hosting/",
        (SIGN_IN, *(404,) * 6),
        "post",
        {"do": "approve", "row": "0"},
    ),
    Row("event: list", lambda world: at("events/event"), console(200, 200, 200)),
    Row("event: add", lambda world: at("events/event", "add"), console(200, 200, 200)),
    Row("event: guests", model_page("events/event", "event"), console(200, 404, 200)),
    Row("event: read, for members", lambda world: f"/en/events/{world.for_members.slug}/", (404, *(200,) * 6)),
    Row(
        "event: read, for the invited",
        lambda world: f"/en/events/{world.for_invited.slug}/",
        (404, 404, 200, 404, 200, 404, 200),
    ),
    Row("event: guest list", room("guests"), console(200, 404, 200)),
    Row("event: invite", room("guests"), console(302, 404, 302), "post", {"do": "invite", "invite-member": ADA}),
    Row(
        "event: give a place",
        room("guests"),
        console(302, 404, 302),
        "post",
        {"do": "add", "add-member": ADA, "add-because": "She speaks"},
    ),
    Row("event: guests as CSV", room("guests/csv"), console(200, 404, 200), "post"),
    Row("event: questions", room("questions"), console(200, 404, 200)),
    *(
        Row(f"event: {name}", room(name), console(200, 404, 200))
        for name in ("at-risk", "announcements", "programme", "people", "opinions", "move", "clone")
    ),
    *(
        Row(f"event: {name} as CSV", room(f"{name}/csv"), console(200, 404, 200), "post")
        for name in ("at-risk", "programme", "people")
    ),
    Row("event: opinions are read, not sent", room("opinions"), console(405, 404, 405), "post"),
    Row(
        "event: give a role",
        room("people"),
        console(302, 404, 302),
        "post",
        {"do": "add", "add-member": ADA, "add-role": "door"},
    ),
    Row(
        "event: hold it again",
        room("clone"),
        console(302, 404, 302),
        "post",
        {"do": "clone", "clone-starts_at": "2030-01-05T17:00"},
    ),
    Row("venue: read", lambda world: f"/en/places/venues/{world.event.venue.slug}/", EVERYBODY),
    Row("venues", lambda world: at("corridor/venue"), console(200, 200, 200)),
    # That of the event lies in Utrecht, which neither organises.
    Row("venue: change", lambda world: at("corridor/venue", world.event.venue_id, "change"), console(404, 404, 200)),
    Row("experiment site: read", lambda world: "/en/places/sites/lab/", EVERYBODY),
    Row(
        "experiment site: ask",
        lambda world: "/en/places/sites/lab/ask/",
        (SIGN_IN, *(302,) * 6),
        "post",
        {"text": "A week with three carts"},
    ),
    Row(
        "experiment site: note the answer",
        press("events/siterequest", "site_request", "answered"),
        console(302, 404, 302),
        "post",
        WHY,
    ),
    Row("event: publish", press("events/event", "draft", "publish"), console(302, 404, 302), "post"),
    Row("event: cancel", press("events/event", "event", "cancel"), console(302, 404, 302), "post", WHY),
]
