"""In which form does text reach a view, and which numbers does it never see? (S-52, S-54)"""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]

FORBIDDEN = ["\x00", "\x01", "\x0b", "\x1b", "\x1f", "\x7f", "\x85", "\x9f", "\ufdd0", "\ufffe", "\uffff", "\U0010ffff"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("character", FORBIDDEN, ids=ascii)
def test_s52_controls_and_noncharacters_are_refused(method, character):
    for data in ({"name": f"a{character}b"}, {f"na{character}me": "ab"}):
        assert getattr(Client(), method)("/echo", data).status_code == 400


@pytest.mark.parametrize("method", ["get", "post"])
def test_s52_text_arrives_in_one_form(method):
    sent = {"name": "Zoe\u0308", "lines": "one\r\ntwo\rthree\nfour\tfive", "list": ["e\u0301", "b"]}

    seen = getattr(Client(), method)("/echo", sent).json()[method.upper()]

    assert seen == {"name": ["Zo\u00eb"], "lines": ["one\ntwo\nthree\nfour\tfive"], "list": ["\u00e9", "b"]}


def test_s52_scripts_and_emoji_pass():
    names = ["Łukasz", "Nguyễn", "李小龍", "محمد", "क्षमा\u200d", "👩\u200d🔬", "a\u00a0b"]

    assert Client().post("/echo", {"name": names}).json()["POST"]["name"] == names


def test_s52_a_lone_surrogate_never_arrives():
    response = Client().post("/echo", b"name=%ED%A0%80", content_type="application/x-www-form-urlencoded")

    assert response.json()["POST"] == {"name": ["\ufffd" * 3]}


@pytest.mark.parametrize("path", ["/word/a%00b/", "/word/a%1fb/", "/word/a%C2%85b/"])
def test_s52_an_address_with_a_control_is_no_page(path):
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize(("number", "status"), [(2**63 - 1, 200), (2**63, 404), (10**19, 404), (10**40, 404)])
def test_s54_a_number_no_row_can_have_is_no_page(number, status):
    assert Client().get(f"/number/{number}/").status_code == status


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("value", "status"),
    [("9" * 18, 200), ("-" + "9" * 18, 200), ("9" * 19, 400), ("-" + "9" * 19, 400), (" " + "9" * 40 + " ", 400)],
)
def test_s54_a_number_too_long_for_a_row_is_refused(method, value, status):
    assert getattr(Client(), method)("/echo", {"topic": ["1", value]}).status_code == status


def test_s54_a_sentence_may_hold_a_long_number():
    assert Client().post("/echo", {"sentence": "Call " + "9" * 30}).status_code == 200
