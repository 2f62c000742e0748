"""What does each address of the site answer to a stranger, a member and an organiser? One row for every one of them.

A row is what a GET answers: a status, or SIGN_IN for being sent to the sign-in page and back. The browser test visits
every page that a row calls 200. A row that is missing fails test_urls.py, and so does one for no address at all.
"""

import re
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver
from django.utils import translation

SIGN_IN = "sign in"
WITHOUT_LANGUAGE = {"healthz", "hooks/mail/", "readyz"}


@dataclass(frozen=True)
class Row:
    """The answers, and for an address with holes the name of what fills them (an attribute of the world)."""

    stranger: int | str
    member: int | str
    organiser: int | str
    filled_with: str = ""
    superuser: int | str = ""  # empty: the same as the organiser

    def of(self, role: str) -> int | str:
        """The answer to that role."""
        return getattr(self, role) or self.organiser


PUBLIC = Row(200, 200, 200)
MEMBERS = Row(SIGN_IN, 200, 200)
# Sign-in pages: whoever is in already is sent on.
ENTRANCE = Row(200, 302, 302)
# The second page of a flow, when nobody has been on its first.
MIDWAY = Row(302, 302, 302)
NO_PAGE = Row(404, 404, 404)
# Each is a form on the profile page and saves on POST; read, it leads back there.
PARTS_OF_A_PROFILE = ("about", "work", "matching", "pause", "consent", "offers", "seeks")


def console(organiser: int | str, filled_with: str = "", superuser: int | str = "") -> Row:
    """A page of the console: strangers sign in, members are refused, and what an organiser of the region gets."""
    return Row(SIGN_IN, 403, organiser, filled_with, superuser)


def desk(model: str, thing: str, *, add: int = 403, change: int = 200, delete: int = 403) -> dict[str, Row]:
    """The addresses of one desk; `thing` is the attribute of the world whose page is opened."""
    place = f"console/{model}/"
    return {
        place: console(200),
        f"{place}csv/": console(302),  # a form; read, it leads to the list
        f"{place}add/": console(add),
        f"{place}<path:object_id>/change/": console(change, thing),
        f"{place}<path:object_id>/delete/": console(delete, thing),
        f"{place}<path:object_id>/do/<slug:verb>/": console(404, thing),
    }


def ground(model: str, thing: str) -> dict[str, Row]:
    """A desk of reference data: nobody's but the superusers'."""
    return {
        route: console(row.organiser if row.organiser == 404 else 403, row.filled_with, row.organiser)
        for route, row in desk(model, thing, add=200).items()
    }


ROWS: dict[str, Row] = {
    "healthz": PUBLIC,
    "hooks/mail/": Row(405, 405, 405),
    "readyz": Row(503, 503, 503),  # a test process has neither worker nor schedule
    # Signing up and in
    "account/login/": ENTRANCE,
    "account/signup/": ENTRANCE,
    "account/login/code/": ENTRANCE,
    "account/login/code/confirm/": MIDWAY,
    "account/logout/": Row(302, 200, 200),
    "account/inactive/": PUBLIC,
    "account/confirm-email/": MIDWAY,
    "account/reauthenticate/": Row(SIGN_IN, 403, 302),
    "account/email/": MEMBERS,
    "account/password/change/": Row(SIGN_IN, 302, 302),
    "account/password/set/": MEMBERS,
    "account/password/reset/": PUBLIC,
    "account/password/reset/confirm/": MIDWAY,
    "account/password/reset/complete/": MIDWAY,
    "account/password/reset/done/": PUBLIC,
    "account/2fa/": MEMBERS,
    "account/2fa/authenticate/": MIDWAY,
    "account/2fa/reauthenticate/": Row(SIGN_IN, 403, 200),
    "account/2fa/totp/activate/": Row(SIGN_IN, 200, 302),
    "account/2fa/totp/deactivate/": Row(SIGN_IN, 404, 200),
    "account/2fa/recovery-codes/": Row(SIGN_IN, 404, 200),
    "account/2fa/recovery-codes/generate/": MEMBERS,
    "account/2fa/recovery-codes/download/": Row(SIGN_IN, 404, 200),
    "account/2fa/webauthn/": MEMBERS,
    "account/2fa/webauthn/add/": MEMBERS,
    "account/2fa/webauthn/reauthenticate/": Row(SIGN_IN, 403, 302),
    "account/2fa/webauthn/keys/<int:pk>/remove/": Row(SIGN_IN, 404, 404, "number"),
    "account/2fa/webauthn/keys/<int:pk>/edit/": Row(SIGN_IN, 404, 404, "number"),
    "account/2fa/webauthn/login/": MIDWAY,
    # The ground
    "organisations/": PUBLIC,
    "organisations/<slug:slug>/": Row(200, 200, 200, "organisation_slug"),
    "organisations/suggest/": MEMBERS,
    "topics/suggest/": MEMBERS,
    "welcome/": MEMBERS,
    "welcome/brings/": MEMBERS,
    "profile/": MEMBERS,
    **{f"profile/{part}/": Row(SIGN_IN, 302, 302) for part in PARTS_OF_A_PROFILE},
    "profile/offers/<int:pk>/": Row(SIGN_IN, 302, 404, "offer"),
    "profile/seeks/<int:pk>/": Row(SIGN_IN, 302, 404, "seek"),
    "visits/": MEMBERS,
    "visits/<int:pk>/": Row(SIGN_IN, 302, 404, "visit"),
    "about/": PUBLIC,
    "privacy/": PUBLIC,
    "accessibility/": PUBLIC,
    "components/": PUBLIC,
    "mails/<str:token>/": Row(200, 200, 200, "mail_choices_token"),
    "profile/mails/": MEMBERS,
    "profile/erase/": MEMBERS,
    "goodbye/": PUBLIC,
    "unsubscribe/<str:token>/": Row(200, 200, 200, "unsubscribe_token"),
    # Events
    "events/": PUBLIC,
    "events/agenda.ics": PUBLIC,
    "events/agenda.rss": PUBLIC,
    "events/agenda/<slug:region>.ics": Row(200, 200, 200, "region_slug"),
    "events/agenda/<slug:region>.rss": Row(200, 200, 200, "region_slug"),
    "events/mine/": MEMBERS,
    "events/mine/<str:token>.ics": Row(200, 200, 200, "calendar_token"),
    "events/<slug:slug>.ics": Row(200, 200, 200, "event_slug"),
    "events/<slug:slug>/ticket/": Row(SIGN_IN, 200, 404, "ticket_slug"),
    "events/<slug:slug>/": Row(200, 200, 200, "event_slug"),
    "events/<slug:slug>/registration/": Row(SIGN_IN, 302, 302, "event_slug"),
    "places/": PUBLIC,
    "places/sites/<slug:slug>/": Row(200, 200, 200, "site_slug"),
    "places/sites/<slug:slug>/ask/": Row(SIGN_IN, 302, 302, "site_slug"),
    "places/venues/<slug:slug>/": Row(200, 200, 200, "venue_slug"),
    "events/<slug:slug>/sign-in/": Row(302, 302, 302, "event_slug"),
    "events/<slug:slug>/my-place/": Row(SIGN_IN, 200, 302, "asking_slug"),
    "events/<slug:slug>/hosting/": Row(SIGN_IN, 404, 200, "event_slug"),
    "events/<slug:slug>/needs/": Row(SIGN_IN, 404, 200, "event_slug", 404),
    "e/<str:token>/": Row(200, 200, 200, "place_token"),
    "take/<str:token>/": Row(200, 200, 200, "take_token"),
    "t/<str:code>/": Row(302, 302, 302, "ticket_code"),
    # Ada stands at this door; Olga organises its region.
    "door/": MEMBERS,
    "door/worker.js": PUBLIC,
    "door/<slug:slug>/": Row(SIGN_IN, 200, 200, "door_slug"),
    "door/<slug:slug>/guests/": Row(SIGN_IN, 200, 200, "door_slug"),
    "door/<slug:slug>/scans/": Row(SIGN_IN, 405, 405, "door_slug"),
    "door/<slug:slug>/list/": Row(SIGN_IN, 200, 200, "door_slug"),
    "door/<slug:slug>/badges/": Row(SIGN_IN, 200, 200, "door_slug"),
    "door/<slug:slug>/tables/": Row(SIGN_IN, 200, 200, "door_slug"),
    "door/<slug:slug>/afterwards/": Row(SIGN_IN, 404, 200, "door_slug"),
    "events/<slug:slug>/programme/": Row(200, 200, 200, "event_slug"),
    "still-coming/<str:token>/": Row(200, 200, 200, "still_coming_token"),
    "opinion/<str:token>/": Row(200, 200, 200, "opinion_token"),
    "events/<slug:slug>/speed-meetings/": Row(SIGN_IN, 200, 404, "evening_slug"),
    "events/<slug:slug>/speed-meetings/clock/": Row(200, 200, 200, "evening_slug"),
    "events/<slug:slug>/speed-meetings/plan/": Row(SIGN_IN, 404, 200, "evening_slug"),
    # Matchmaking
    "": PUBLIC,
    "me/": MEMBERS,
    "me/might-meet/": MEMBERS,
    "profile/not-to-meet/": MEMBERS,
    "profile/not-to-meet/<int:pk>/lift/": Row(SIGN_IN, 405, 405, "own_exclusion"),
    "me/what-we-used/": MEMBERS,
    "me/what-we-used/download/": MEMBERS,
    "me/what-we-used/<int:pk>/<slug:kind>/": Row(SIGN_IN, 405, 405, "offer"),
    "me/wishes/": MEMBERS,
    "me/wishes/<int:pk>/remove/": Row(SIGN_IN, 405, 405, "wish"),
    "introductions/": MEMBERS,
    "introductions/<int:pk>/": Row(SIGN_IN, 200, 404, "introduction"),
    "introductions/<int:pk>/after/": Row(SIGN_IN, 200, 404, "made"),
    "introductions/<int:pk>/card/": Row(SIGN_IN, 404, 404, "introduction"),  # only once it was made
    "introductions/<int:pk>/half-days/": Row(SIGN_IN, 302, 404, "introduction"),
    "introductions/<int:pk>/half-days/<str:half_day>.ics": Row(SIGN_IN, 404, 404, "introduction"),
    "m/<str:token>/": Row(200, 200, 200, "moments_token"),
    "m/<str:token>/<str:half_day>.ics": Row(404, 404, 404, "moments_token"),
    "i/<str:token>/": Row(200, 200, 200, "answer_token"),
    "a/<str:token>/": Row(200, 200, 200, "after_token"),
    "collaborations/": PUBLIC,
    "introductions/<int:pk>/colleague/": Row(SIGN_IN, 200, 404, "introduction"),
    "i/<str:token>/colleague/": Row(200, 200, 200, "answer_token"),
    "back/<str:token>/": Row(200, 200, 200, "come_back_token"),
    # The demo's own pages: in demo mode on this machine only, so here they are no pages
    "demo/": NO_PAGE,
    "demo/sign-in/": NO_PAGE,
    "demo/code/": NO_PAGE,
    "demo/clock/": NO_PAGE,
    "demo/mailbox/": NO_PAGE,
    "demo/mailbox/<int:pk>/": Row(404, 404, 404, "mail"),
    "demo/mailbox/<int:pk>/html/": Row(404, 404, 404, "mail"),
    # The console
    "console/": console(200),
    "console/<path:url>": console(404, "word"),
    **ground("corridor/stacklayer", "layer"),
    **ground("corridor/region", "region"),
    **ground("corridor/organisationkind", "kind"),
    **ground("corridor/topic", "topic"),
    **ground("corridor/synergy", "synergy"),
    **desk("corridor/venue", "venue", add=200),
    **ground("corridor/experimentsite", "site"),
    **ground("corridor/traveltime", "travel_time"),
    **desk("corridor/member", "ada"),
    **desk("corridor/membership", "membership", add=200),
    **desk("corridor/organisation", "organisation"),
    **desk("corridor/outboxemail", "mail"),
    **desk("corridor/regionrole", "role"),
    **desk("corridor/suppression", "held", add=200),
    "console/corridor/regionrole/add/": console(403, superuser=200),
    **desk("events/event", "event", add=200),
    **{
        f"console/events/event/<path:object_id>/{part}/": console(200, "event")
        for part in (
            *("guests", "at-risk", "announcements", "programme", "questions"),
            *("people", "opinions", "move", "clone"),
        )
    },
    **{
        f"console/events/event/<path:object_id>/{part}/csv/": console(302, "event")  # a form, as above
        for part in ("guests", "at-risk", "programme", "people")
    },
    **desk("events/siterequest", "site_request"),
    **desk("matchmaking/round", "matching_round", add=200),
    "console/matchmaking/round/<path:object_id>/why-not/": console(200, "matching_round"),
    **desk("matchmaking/speedplan", "speed_plan", add=200),
    **desk("matchmaking/introduction", "proposal"),
    **desk("matchmaking/collaboration", "collaboration"),
    **desk("matchmaking/exclusion", "exclusion", add=200),
    **desk("matchmaking/wish", "wish"),
    # One wish is a superuser's to read; organisers see counts.
    "console/matchmaking/wish/<path:object_id>/change/": console(404, "wish", 200),
    "console/matchmaking/wish/<path:object_id>/delete/": console(404, "wish", 403),
}


def path_of(route: str, world: Any) -> str:
    """The address of `route` with its holes filled from `world`, in Dutch where the address has a language."""
    value = getattr(world, ROWS[route].filled_with) if ROWS[route].filled_with else ""
    values = iter([str(getattr(value, "pk", value)), "nothing"])
    filled = re.sub(r"<[^>]+>", lambda hole: next(values), route)
    return f"/{filled}" if route in WITHOUT_LANGUAGE else f"/nl/{filled}"


def addresses() -> dict[str, Any]:
    """Every route of the site in Dutch, without its language, and its view."""
    with translation.override("nl"):
        return dict(_below(get_resolver().url_patterns, ""))


def _below(patterns: list, prefix: str) -> list[tuple[str, Any]]:
    found = []
    for entry in patterns:
        route = prefix + str(entry.pattern)
        below = getattr(entry, "url_patterns", None)
        found += [(route.removeprefix("nl/"), entry.callback)] if below is None else _below(below, route)
    return found
