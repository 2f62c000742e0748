"""Is a setting read as what it is meant to be, and loudly refused when it is something else?"""

import pytest
from django.core.exceptions import ImproperlyConfigured

from corridor import environment

pytestmark = pytest.mark.nodb


@pytest.fixture
def given(monkeypatch):
    """given("text"): the environment says so."""
    return lambda value: monkeypatch.setenv("A_SETTING", value)


def test_text_is_trimmed_and_empty_means_missing(given):
    given(" words ")
    assert environment.text("A_SETTING", "other") == "words"
    given("  ")
    assert environment.text("A_SETTING", "other") == "other"
    with pytest.raises(ImproperlyConfigured, match="A_SETTING must be set"):
        environment.text("A_SETTING")


def test_choice_takes_one_of_its_options(given):
    given("demo")
    assert environment.choice("A_SETTING", environment.MODES) == "demo"
    given("Demo")
    with pytest.raises(ImproperlyConfigured, match="'Demo' is not one of production, demo"):
        environment.choice("A_SETTING", environment.MODES)


def test_flag_takes_one_and_nought_only(given, monkeypatch):
    assert environment.flag("A_SETTING", True) is True
    for value, meant in (("1", True), ("0", False)):
        given(value)
        assert environment.flag("A_SETTING", not meant) is meant
    for value in ("yes", "False", "true", "2"):
        given(value)
        with pytest.raises(ImproperlyConfigured):
            environment.flag("A_SETTING", False)


def test_number_keeps_its_bounds(given):
    for value, meant in (("0", 0), ("7", 7), ("10", 10)):
        given(value)
        assert environment.number("A_SETTING", 3, at_most=10) == meant
    for value in ("11", "-1", "1.5", "٣", "1e1", "ten"):
        given(value)
        with pytest.raises(ImproperlyConfigured, match="from 0 to 10"):
            environment.number("A_SETTING", 3, at_most=10)


def test_words_are_split_at_commas(given):
    given(" a, b ,,c ")
    assert environment.words("A_SETTING") == ["a", "b", "c"]
    given("")
    assert environment.words("A_SETTING", "") == []


def test_address_has_one_of_its_schemes(given):
    given("smtps://me:word@mail.example:465")
    assert environment.address("A_SETTING", ("smtp", "smtps")).port == 465
    given("http://mail.example")
    with pytest.raises(ImproperlyConfigured, match="smtp://, smtps://"):
        environment.address("A_SETTING", ("smtp", "smtps"))
