"""Can somebody join without scripts, with the keyboard alone, and sign in with a passkey, in a real browser?

The whole road, from joining to the joint mail, is test_main_journey.py.
"""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from corridor import rules
from corridor.models import Member, Organisation, OutboxEmail
from corridor.queries.second_factor import has_second_factor
from tests import make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "sanne@example.nl"


@pytest.fixture
def site(live_server, settings):
    """A small corridor at an address of its own."""
    settings.SITE_URL = live_server.url
    for number in range(1, 8):
        make.layer(number)
    for slug in ("chip-design", "machine-learning"):
        make.topic(slug)
    make.region("eindhoven", parent="brainport")
    make.organisation("Kernlicht", region=make.region("brainport"), layers=(2,))
    return live_server.url


@pytest.fixture
def plain(browser: Browser, browser_context_args: dict):
    """A telephone without scripts."""
    context = browser.new_context(
        **{**browser_context_args, "viewport": {"width": 390, "height": 800}}, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


def code_for(address: str) -> str:
    mail = OutboxEmail.objects.filter(to=address, kind__startswith="account.").latest("pk")
    return re.search(r"\d{4}-\d{4}", mail.text).group()


def send(page: Page) -> None:
    """Press the one button that sends the form of this page."""
    page.locator("main form .btn.go, main form .btn.solid").first.click()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_f022_joining_works_on_a_telephone_without_scripts(plain, site, language):
    page = plain
    page.goto(f"{site}/{language}/account/signup/")
    page.fill("[name=email]", "not an address")
    send(page)
    expect(page.locator("[role=alert] a")).to_have_count(1)
    page.fill("[name=email]", ADDRESS)
    send(page)
    page.fill("[name=code]", code_for(ADDRESS))
    send(page)

    expect(page).to_have_url(f"{site}/{language}/welcome/")
    page.fill("[name=name]", "Sanne Bouwhuis")
    page.fill("[name=organisation]", "kernlichd")
    page.fill("[name=title]", "CTO")
    page.select_option("[name=region]", "eindhoven")
    send(page)
    expect(page.locator("[name=title]")).to_have_value("CTO")
    page.get_by_label("Kernlicht", exact=True).check()
    send(page)

    expect(page).to_have_url(f"{site}/{language}/welcome/brings/")
    page.locator("[name=primary_layer][value=chips]").check()
    page.fill("[name=offer_topic]", "chip design")
    page.fill("[name=offer_sentence]", "Een bank die 40.000 wafers per maand ziet.")
    page.fill("[name=seek_topic]", "machine learnin")
    send(page)
    page.get_by_label("Machine learning", exact=True).check()
    page.check("[name=consent]")
    send(page)

    sanne = Member.objects.get(email=ADDRESS)
    expect(page).to_have_url(f"{site}/{language}/me/might-meet/?joined")
    assert (sanne.name, sanne.language) == ("Sanne Bouwhuis", language)
    assert rules.blocking_rules(sanne, sanne.joined_at) == ()


def test_r32_joining_takes_a_keyboard_and_nothing_else(page: Page, site):
    def type_into(name: str, text: str) -> None:
        """Tab until the field has the focus, as somebody without a mouse would."""
        for _ in range(40):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.name") == name:
                page.keyboard.type(text)
                return
        pytest.fail(f"no way to the field {name} with the keyboard")

    page.goto(f"{site}/en/account/signup/")
    type_into("email", ADDRESS)
    page.keyboard.press("Enter")
    page.wait_for_url("**/confirm-email/")
    type_into("code", code_for(ADDRESS))
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/")
    type_into("name", "Sanne Bouwhuis")
    type_into("organisation", "Nieuw Lab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # opens "Not in the list? Propose it"
    type_into("kind", "Start")
    type_into("summary", "Light on a chip.")
    type_into("title", "CTO")
    type_into("region", "Eind")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/welcome/brings/")

    lab = Organisation.objects.get(name="Nieuw Lab")
    assert (lab.region.slug, lab.verified_at) == ("eindhoven", None)


def test_f022_a_passkey_is_added_and_opens_the_account_alone(page: Page, site):
    olga = make.organiser("Olga Oost", email="olga@example.nl", language="en")
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )

    page.goto(f"{site}/en/account/login/?next=/en/console/")
    page.fill("[name=login]", olga.email)
    send(page)
    page.fill("[name=code]", code_for(olga.email))
    send(page)
    page.wait_for_url("**/account/2fa/")  # the console asks for a second step first
    page.get_by_role("link", name="Add a passkey").click()
    page.check("[name=passwordless]")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/webauthn/reauthenticate/**")  # before the recovery codes are shown
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url("**/recovery-codes/")
    assert has_second_factor(olga)
    assert Axe().run(page).response["violations"] == []

    page.goto(f"{site}/en/account/logout/")
    send(page)
    page.goto(f"{site}/en/account/login/")
    page.click("#passkey_login")
    page.wait_for_url("**/me/")
    page.goto(f"{site}/en/console/")

    expect(page).to_have_url(f"{site}/en/console/")
    assert [text for text in said if "Content Security Policy" in text] == []
