"""By which rule did a place come to somebody, in words? (F081)"""

import pytest
from django.utils import translation

from events import rule_words
from events.actions import waitlist
from events.queries import held

pytestmark = pytest.mark.nodb


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (held.IN_TURN, "it was the next turn"),
        (waitlist.BY_HAND, "the host gave it"),
        ("held: noord-holland", "a place was kept for Noord Holland"),
        ("held: government", "a place was kept for government"),
        ("", ""),
        ("something new", "something new"),
    ],
)
def test_f081_the_rule_is_said_in_words(rule, words):
    with translation.override("en"):
        assert rule_words.why(rule) == words
