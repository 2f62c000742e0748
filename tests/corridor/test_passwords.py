"""Which passwords does the site take?"""

import pytest
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import override_settings

from corridor import settings
from corridor.models import Member

pytestmark = pytest.mark.nodb
ADA = Member(email="ada.lovelace@example.nl", name="Ada Lovelace")


@pytest.mark.parametrize(
    "password",
    [
        "elevenchars",
        "password1234",
        "Serendipity2026",
        "amsterdam eindhoven",
        "adalovelace12",
        "Welkom Brainport 1",
        "1" * 12,
    ],
)
def test_s17_short_common_and_near_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, ADA)


@pytest.mark.parametrize(
    "password", ["correct horse battery", "twelve chars", "x7" * 64, "zon maan en sterren", "ключ от дома 12"]
)
def test_s17_long_ones_without_any_recipe_are_taken(password):
    validate_password(password, ADA)


def test_s17_every_letter_of_a_long_password_counts():
    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        stored = make_password("x" * 200)

        assert identify_hasher(stored).algorithm == "argon2"
        assert identify_hasher(stored).verify("x" * 200, stored)
        assert not identify_hasher(stored).verify("x" * 199 + "y", stored)
