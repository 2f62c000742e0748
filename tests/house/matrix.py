"""Who may open or send what? One row each: an address, how it is asked, and the code that each role gets.

Roles: a stranger; a member without part in it; the member it is about; an admin of that member's organisation; an
organiser of that member's region; one of another region; a superuser. Denied: strangers are sent to sign in, what lies
out of reach is 404, what may be seen but not done is 403.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client

from corridor import clock, emails, links
from corridor.models import ExperimentSite, Member, Membership, Organisation, OutboxEmail, RegionRole
from events.models import Event, SiteRequest
from matchmaking.models import Introduction, Round
from tests import make
from tests.entering import CONSOLE, at, enter
from tests.make.corridor import NOW

ROLES = ("stranger", "member", "owner", "admin", "organiser", "elsewhere", "superuser")
SIGN_IN = "sign in"
ADA = "ada@example.nl"


@dataclass
class World:
    """The owner is Ada of the MRA, asked to meet Bob of Brainport; what else there is hangs on these two."""

    people: dict[str, Member | None]
    organisation: Organisation
    waiting: Organisation
    bond: Membership
    role: RegionRole
    mail: OutboxEmail
    asked: Introduction
    proposal: Introduction
    round: Round
    event: Event
    draft: Event
    for_members: Event
    for_invited: Event
    site_request: SiteRequest
    token: str = ""

    def client(self, role: str) -> Client:
        """A browser of that role; for the console, with a second step just shown."""
        person = self.people[role]
        return enter(person) if person else Client()


def build() -> World:
    mra, groningen = make.region("mra"), make.region("groningen")
    company = make.organisation("Company", region=mra)
    ada = make.member("Ada Amstel", region=mra, organisation=company, email=ADA)
    bob = make.member("Bob Brabant", region=make.region("brainport"), layers=(2,))
    admin = make.member("Otto Admin", region=groningen, organisation=company)
    Membership.objects.filter(member=admin).update(role=Membership.Role.ADMIN)
    round = make.matching_round("proposed", certificate={})
    asked = make.introduction("offered", members=(ada, bob))
    other_organiser = make.organiser("Olaf Other", region=mra)
    with transaction.atomic():
        mail = emails.welcome(member=ada, now=NOW)
    OutboxEmail.objects.filter(pk=mail.pk).update(state="failed")
    for_invited = make.event(audience="invited")
    make.registration(for_invited, ada, "invited")
    site = ExperimentSite.objects.create(slug="lab", what_nl="Een lab", what_en="A lab", region=mra)
    words = "A week with two carts"
    return World(
        people={
            "stranger": None,
            "member": make.member("Mia Member", region=groningen),
            "owner": ada,
            "admin": admin,
            "organiser": make.organiser("Olga Organiser"),
            "elsewhere": make.organiser("Edo Elsewhere", region=groningen),
            "superuser": make.member("Root Ruis", is_superuser=True, region=groningen),
        },
        organisation=company,
        waiting=make.organisation("Waiting", region=mra, verified=False),
        bond=ada.memberships.get(),
        role=RegionRole.objects.get(member=other_organiser),
        mail=OutboxEmail.objects.get(pk=mail.pk),
        asked=asked,
        proposal=make.introduction("proposed", members=(ada, make.member("Ben B", region=groningen)), round=round),
        round=round,
        event=make.event(),
        draft=make.event("draft"),
        for_members=make.event(audience="members"),
        for_invited=for_invited,
        site_request=SiteRequest.objects.create(site=site, member=bob, text=words, asked_at=NOW, state_since=NOW),
        token=links.make("opt_in", object_id=asked.pk, member_id=ada.pk, version=1, now=clock.now()),
    )


@dataclass(frozen=True)
class Row:
    """One row of the matrix as the site answers it; the codes are in the order of ROLES."""

    name: str
    address: Callable[[World], str]
    codes: tuple[int | str, ...]
    method: str = "get"
    data: dict[str, object] = field(default_factory=dict)


def console(organiser: int, elsewhere: int, superuser: int) -> tuple[int | str, ...]:
    """The codes of a console page: strangers sign in, and members, admins of organisations included, are refused."""
    return (SIGN_IN, 403, 403, 403, organiser, elsewhere, superuser)


def model_page(model: str, attribute: str) -> Callable[[World], str]:
    return lambda world: at(model, getattr(world, attribute).pk, "change")


def press(model: str, attribute: str, verb: str) -> Callable[[World], str]:
    return lambda world: at(model, getattr(world, attribute).pk, "do", verb)


def owners(pattern: str) -> Callable[[World], str]:
    return lambda world: pattern.format(
        asked=world.asked.pk, offer=world.people["owner"].offers.get().pk, token=world.token
    )


WHY = {"because": "because"}
EVERYBODY = (200,) * 7
OWN = (SIGN_IN, 404, 200, 404, 404, 404, 404)

ROWS = [
    Row("public pages", lambda world: "/en/organisations/", EVERYBODY),
    Row("public page of an organisation", lambda world: f"/en/organisations/{world.organisation.slug}/", EVERYBODY),
    Row("organisation that waits", lambda world: f"/en/organisations/{world.waiting.slug}/", (404,) * 7),
    Row("own profile: read", lambda world: "/en/profile/", (SIGN_IN, *(200,) * 6)),
    Row("own offer: change", owners("/en/profile/offers/{offer}/"), (SIGN_IN, 404, 302, 404, 404, 404, 404)),
    Row("introduction: read own", owners("/en/introductions/{asked}/"), OWN),
    Row(
        "introduction: answer own side",
        owners("/en/introductions/{asked}/"),
        (SIGN_IN, 404, 302, 404, 404, 404, 404),
        "post",
        {"answer": "yes"},
    ),
    Row("introduction: by its link, whoever holds it", owners("/en/i/{token}/"), EVERYBODY),
    Row("introduction: by a link of nobody", lambda world: "/en/i/nothing/", (404,) * 7),
    Row("events as CSV", lambda world: at("events/event", "csv"), console(200, 200, 200), "post"),
    Row("members as CSV", lambda world: at("corridor/member", "csv"), console(200, 200, 200), "post"),
    Row("console: enter", lambda world: CONSOLE, console(200, 200, 200)),
    Row("profile of others", lambda w: at("corridor/member", w.people["owner"].pk, "change"), console(200, 404, 200)),
    Row(
        "profile of others: edit",
        lambda w: at("corridor/member", w.people["owner"].pk, "change"),
        console(403, 404, 403),
        "post",
        {"name": "Evil"},
    ),
    Row(
        "contact data of others",
        lambda w: at("corridor/member", w.people["owner"].pk, "do", "show_contact"),
        console(200, 404, 403),
        "post",
        WHY,
    ),
    Row("introduction: list", lambda world: at("matchmaking/introduction"), console(200, 200, 200)),
    Row("introduction: score and reasons", model_page("matchmaking/introduction", "asked"), console(200, 404, 200)),
    Row(
        "introduction: withdraw",
        press("matchmaking/introduction", "asked", "withdraw"),
        console(302, 404, 302),
        "post",
        WHY,
    ),
    Row(
        "proposal: set aside",
        press("matchmaking/introduction", "proposal", "drop"),
        console(302, 302, 302),
        "post",
        WHY,
    ),
    Row("round: read", model_page("matchmaking/round", "round"), console(200, 200, 200)),
    Row(
        "round: why not these two",
        lambda world: at("matchmaking/round", world.round.pk, "why-not"),
        console(200, 200, 200),
    ),
    Row("round: approve", press("matchmaking/round", "round", "approve"), console(302, 302, 302), "post"),
    Row("round: plan", lambda world: at("matchmaking/round", "add"), console(200, 200, 200)),
    Row("organisation: edit", model_page("corridor/organisation", "organisation"), console(200, 404, 200)),
    Row("organisation: verify", press("corridor/organisation", "waiting", "verify"), console(302, 404, 302), "post"),
    Row(
        "organisation: merge or delete, not built",
        lambda world: at("corridor/organisation", world.organisation.pk, "delete"),
        console(403, 404, 403),
        "post",
        {"post": "yes"},
    ),
    Row(
        "organisation: remove people", press("corridor/membership", "bond", "end"), console(302, 404, 302), "post", WHY
    ),
    Row(
        "roles: admin of an organisation",
        press("corridor/membership", "bond", "make_admin"),
        console(302, 404, 302),
        "post",
    ),
    Row("roles: organiser of a region, given", lambda world: at("corridor/regionrole", "add"), console(403, 403, 200)),
    Row(
        "roles: organiser of a region, ended",
        press("corridor/regionrole", "role", "end"),
        console(403, 404, 302),
        "post",
        WHY,
    ),
    Row("outbox: status", model_page("corridor/outboxemail", "mail"), console(200, 404, 200)),
    Row("outbox: retry", press("corridor/outboxemail", "mail", "retry"), console(302, 404, 302), "post"),
    Row(
        "outbox: change",
        model_page("corridor/outboxemail", "mail"),
        console(403, 404, 403),
        "post",
        {"to": "evil@example.nl"},
    ),
    Row("ground data", lambda world: at("corridor/region"), console(403, 403, 200)),
    Row("ground data: add", lambda world: at("corridor/region", "add"), console(403, 403, 200)),
    Row("health", lambda world: "/healthz", EVERYBODY),
]
