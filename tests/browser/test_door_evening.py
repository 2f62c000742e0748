"""An evening at two doors without a network, from the first guest to the last, and every one of them once (F035, R-12).

Two phones load the page, lose the network, and let in their guests: many of them both, some with a ticket that is none,
one without a place. One phone dies and is opened again. Their clocks are hours wrong, one is put right when the network
is back, and the one that was later is heard first.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from corridor import clock
from corridor.models import Member
from events import tickets
from events.models import CheckIn, Event, Registration, Scan
from events.queries import door
from tests import make
from tests.browser.at_door import PATIENT, Cable, die, let_in, open_door, phone_that_may_die, show, sign_in
from tests.needs import sized

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SCANS = sized(small=6, full=300)  # of each phone
BOTH = SCANS // 2  # guests whom both let in
HOUR = 3_600_000
WRONG_CLOCK = "window.wrong = {}; Date.now = ((right) => () => right() + window.wrong)(Date.now)"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def guests(event: Event, count: int) -> list[Registration]:
    """So many with a place, made at once: there are hundreds of them."""
    now, names = clock.now(), [f"Guest {number:03}" for number in range(count)]
    members = Member.objects.bulk_create(
        Member(email=f"guest{number}@example.org", name=name) for number, name in enumerate(names)
    )
    return Registration.objects.bulk_create(
        Registration(event=event, member=member, state="confirmed", state_since=now, registered_at=now, turn=turn)
        for turn, member in enumerate(members, start=1)
    )


@pytest.mark.long
def test_f035_r12_two_phones_without_a_network_lose_nobody_and_double_nobody(
    new_phone, browser_type, browser_type_launch_args, live_server, tmp_path
):
    event = make.event(starts_at=clock.now(), slug="evening", capacity=3 * SCANS)
    rows = guests(event, 2 * SCANS - BOTH)
    names = [row.member.name for row in rows]
    ours, theirs = names[:SCANS], names[-SCANS:]
    waits = make.registration(event, make.member("Wim Waits"), "waitlisted")
    walks = make.member("Willy Walks")
    gave_back = make.registration(event, make.member("Gerda Gave"), "cancelled", registered_at=clock.now())
    elsewhere = make.registration(make.event(starts_at=clock.now()), registered_at=clock.now())
    one, other = make.staff(event).member, make.staff(event).member
    near, far = Cable(live_server.url), Cable(live_server.url)
    folder = tmp_path / "phone"

    with phone_that_may_die(browser_type, browser_type_launch_args, folder) as context:
        context.add_init_script(WRONG_CLOCK.format(3 * HOUR))
        sign_in(context, one, near.url)
        first = open_door(context, event, near.url)
        context_of_other = new_phone()
        context_of_other.add_init_script(WRONG_CLOCK.format(-5 * HOUR))
        sign_in(context_of_other, other, far.url)
        second = open_door(context_of_other, event, far.url)
        first.wait_for_timeout(500)

        near.pull_out(), far.pull_out()
        let_in(first, ours[: SCANS // 2])
        expect(first.locator("#kept")).to_contain_text("No connection")
        # What the host read on it is on it, whatever happens next.
        expect(first.locator("#said")).to_have_text(f"{ours[SCANS // 2 - 1]} Welcome", timeout=PATIENT)
        die(folder)

    with phone_that_may_die(browser_type, browser_type_launch_args, folder) as context:
        context.add_init_script(WRONG_CLOCK.format(3 * HOUR))
        first = context.new_page()
        first.goto(f"{near.url}/en/door/evening/")  # from what the phone kept, without a network and after it died
        expect(first.locator("#inside")).to_have_text(str(SCANS // 2), timeout=PATIENT)
        let_in(first, ours[SCANS // 2 :])
        expect(first.locator("#inside")).to_have_text(str(SCANS))
        # Taken back: one guest of this phone alone, and one whom the other phone lets in as well.
        first.get_by_role("button", name="Inside").click()
        for name in (ours[0], ours[-1]):
            first.get_by_label("Find a guest").fill(name)
            first.locator("#guests li", has_text=name).get_by_role("button", name="Undo").click()
            expect(first.locator("#said")).to_contain_text("Taken back")
            first.get_by_role("button", name="Inside").click()
        first.get_by_label("Find a guest").fill("")
        # Without a place: by the address that is said, and from the waiting list.
        first.get_by_text("Somebody without a place", exact=True).click()
        first.get_by_label("Their e-mail address").fill(walks.email)
        first.get_by_label("Their e-mail address").press("Enter")
        expect(first.locator("#said")).to_contain_text(f"{walks.email} Welcome.")
        first.get_by_role("button", name="Without a place").click()
        first.locator("#guests li", has_text="Wim Waits").get_by_role("button", name="Let in").click()
        expect(first.locator("#said")).to_contain_text("Wim Waits Welcome.")

        let_in(second, theirs)
        for code in (
            tickets.make(gave_back),
            tickets.make(elsewhere),
            "BEGIN:VCARD Ünknown \u2028",
            "https://example.org",
        ):
            show(second, code)
        show(second, tickets.address(rows[-1], "nl"))
        expect(second.locator("#said")).to_contain_text(f"{theirs[-1]} In already")
        assert (CheckIn.objects.count(), Scan.objects.count()) == (0, 0)

        far.plug_in()  # the later phone is heard first
        second.evaluate("dispatchEvent(new Event('online'))")
        expect(second.locator("#kept")).to_be_hidden(timeout=PATIENT)
        assert CheckIn.objects.count() == SCANS
        near.plug_in()
        sign_in(context, one, near.url)  # a phone that died may have lost that as well
        first.evaluate("window.wrong = 0; dispatchEvent(new Event('online'))")
        expect(first.locator("#kept")).to_be_hidden(timeout=PATIENT)

        came = set(CheckIn.objects.values_list("registration__member__name", flat=True))
        assert came == {*names, "Wim Waits", "Willy Walks"} - {ours[0]}
        assert CheckIn.objects.count() == len(came)
        assert set(CheckIn.objects.filter(is_walk_in=True).values_list("registration__member__name", flat=True)) == {
            "Wim Waits",
            "Willy Walks",
        }
        # Whoever was first by the time of day, not who told first; what was taken back is the other phone's.
        both = set(ours) & set(theirs)
        by_first = CheckIn.objects.filter(registration__member__name__in=both, by=one)
        assert set(by_first.values_list("registration__member__name", flat=True)) == both - {ours[-1]}
        assert CheckIn.objects.get(registration__member__name=ours[-1]).by == other
        assert {guest.member.name for guest, _scans in door.doubles(event)} == both - {ours[-1]}
        assert all(abs(scan.received_at - scan.at).total_seconds() < 600 for scan in Scan.objects.all())
        # Two of them say which guest it was; the other two were read by nobody, and were kept as well.
        assert door.turned_away(event).count() == 4
        assert Scan.objects.count() == 2 * SCANS + 1 + 4 + 2 + 2
        expect(second.locator("#otherwise")).to_contain_text("This ticket is for another event.")
        expect(first.locator("#inside")).to_have_text(str(len(came)), timeout=PATIENT)
        for page in (first, second):
            page.emulate_media(color_scheme="dark")
            assert [found["id"] for found in Axe().run(page, options=RULES).response["violations"]] == []
    assert Registration.objects.get(pk=waits.pk).state == "confirmed"
