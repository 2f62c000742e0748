"""Which addresses and names are stored?"""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from corridor.models import Member
from corridor.models.address import (
    normalise_email,
    validate_address,
    validate_organisation_name,
    validate_person_name,
)

BAD_ADDRESSES = {
    "comma list": "ada@example.nl,bob@example.nl",
    "semicolon list": "ada@example.nl;bob@example.nl",
    "display name": "Ada <ada@example.nl>",
    "quoted local part": '"ada b"@example.nl',
    "Cyrillic look-alike": "\u0430da@example.nl",
    "full-width local part": "\uff41da@example.nl",
    "full-width domain": "ada@\uff45xample.nl",
    "full-width at": "ada\uff20example.nl",
    "ideographic dot": "ada@example\u3002nl",
    "zero width in the domain": "ada@exam\u200bple.nl",
    "zero width in the local part": "a\u200bda@example.nl",
    "soft hyphen": "ada@exam\u00adple.nl",
    "letter another encoder reads differently": "ada@stra\u00dfe.de",
    "bare host": "ada@localhost",
    "name below localhost": "ada@mail.localhost",
    "inside name": "ada@server.local",
    "IP literal": "ada@[127.0.0.1]",
    "IPv6 literal": "ada@[IPv6:::1]",
    "bare IP": "ada@127.0.0.1",
    "header break": "ada@example.nl\r\nBcc: bob@example.nl",
    "NUL": "ada@example.nl\x00",
    "right to left": "ada\u202e@example.nl",
    "two dots": "ada..b@example.nl",
    "dot first": ".ada@example.nl",
    "dot last": "ada.@example.nl",
    "empty label": "ada@example..nl",
    "root dot": "ada@example.nl.",
    "label too long": f"ada@{'a' * 64}.nl",
    "local part too long": f"{'a' * 65}@example.nl",
    "too long": f"ada@{'.'.join(['a' * 60] * 5)}.nl",
    "no local part": "@example.nl",
    "no domain": "ada@",
    "nothing": "",
    "no at": "ada.example.nl",
}
GOOD_NAMES = ["Ada Lovelace", "Łucja Kowalczyk", "O'Brien", "Jean-Luc", "J.R.R. Tolkien", "Dr. B. de Vries", "李小龙",
              "محمد", "क्\u200dष", "X Æ A-12", "é"]  # fmt: skip
BAD_NAMES = ["", " ", "\u3164", "123", "...", "x" * 81, "http://evil.example", "see www.evil.example", "evil.com",
             "a<b>", "Ada\u202e", "Ada\u200b", "Ad\u200da", "Ada\nBcc: x", "Ada\x00", "ada@x.nl",
             "Ada\ufeff"]  # fmt: skip


@pytest.mark.nodb
@pytest.mark.parametrize("address", BAD_ADDRESSES.values(), ids=BAD_ADDRESSES)
def test_s22_what_is_not_exactly_one_address_is_refused(address):
    with pytest.raises(ValidationError):
        validate_address(normalise_email(address))


@pytest.mark.nodb
@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ada@example.nl", "ada@example.nl"),
        (" Ada+round@Example.NL ", "ada+round@example.nl"),
        ("ada@b\u00fccher.nl", "ada@xn--bcher-kva.nl"),
        ("ada@bu\u0308cher.nl", "ada@xn--bcher-kva.nl"),
        ("o'brien@example.co.uk", "o'brien@example.co.uk"),
    ],
)
def test_s53_an_address_is_stored_in_its_one_form(typed, stored):
    address = normalise_email(typed)

    validate_address(address)
    assert address == stored


@pytest.mark.nodb
def test_s22_a_look_alike_domain_is_stored_and_shown_as_what_it_is():
    address = normalise_email("ada@ex\u0430mple.nl")

    validate_address(address)
    assert address == "ada@xn--exmple-4nf.nl"


@pytest.mark.django_db
def test_s53_two_members_never_share_an_address_in_another_case():
    Member.objects.create_user("ada@example.nl")

    with pytest.raises(IntegrityError), transaction.atomic():
        Member.objects.create_user("ADA@example.nl")


@pytest.mark.nodb
@pytest.mark.parametrize("name", GOOD_NAMES)
def test_s28_names_of_people_everywhere_are_names(name):
    validate_person_name(name)


@pytest.mark.nodb
@pytest.mark.parametrize("name", BAD_NAMES)
def test_s28_what_is_no_name_is_refused(name):
    with pytest.raises(ValidationError):
        validate_person_name(name)


@pytest.mark.nodb
def test_s28_an_organisation_may_be_called_after_its_site():
    validate_organisation_name("Booking.com")
    for name in ("https://evil.example", "www.evil.example", "a@b.nl", "x\u202ey", "a<b>", ""):
        with pytest.raises(ValidationError):
            validate_organisation_name(name)
