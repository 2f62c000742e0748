"""Does a contact card stay one card whatever people wrote, and open in an address book? (F015)"""

import pytest

from matchmaking.cards import attachment, file_name, vcard
from matchmaking.queries.acquaintance import Contact

pytestmark = pytest.mark.nodb


def contact(**fields) -> Contact:
    plain = {"name": "Łucja de Wit", "title": "CTO", "organisation": "Fab", "place": "Eindhoven", "phone": "+31 6"}
    return Contact(**{**plain, "email": "lucja@example.nl", **fields})


def test_the_card_says_what_is_known():
    assert vcard(contact()).split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:de Wit;Łucja;;;",
        "FN:Łucja de Wit",
        "ORG:Fab",
        "TITLE:CTO",
        "EMAIL;TYPE=INTERNET:lucja@example.nl",
        "TEL;TYPE=CELL:+31 6",
        "ADR;TYPE=WORK:;;;Eindhoven;;;",
        "END:VCARD",
        "",
    ]


def test_what_is_not_known_is_left_out():
    assert "TEL" not in vcard(contact(phone=""))


def test_nothing_people_write_starts_a_new_line_or_field():
    text = vcard(contact(organisation="Fo, Bar; Zn\\\r\nEND:VCARD\nTEL:1"))

    assert text.count("\r\n") == 10
    assert "ORG:Fo\\, Bar\\; Zn\\\\\\nEND:VCARD\\nTEL:1" in text


def test_long_lines_are_folded_between_characters():
    lines = vcard(contact(organisation="é" * 200)).split("\r\n")

    assert max(len(line.encode()) for line in lines) <= 75
    assert "".join(line.removeprefix(" ") for line in lines if "é" in line) == "ORG:" + "é" * 200


@pytest.mark.parametrize(
    ("name", "file"), [("Łucja de Wit", "ucja-de-wit.vcf"), ("李", "contact.vcf"), ("../x", "x.vcf")]
)
def test_the_file_name_is_plain(name, file):
    assert file_name(contact(name=name)) == attachment(contact(name=name))[0] == file
