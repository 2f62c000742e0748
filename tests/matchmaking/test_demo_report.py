"""What does the demo's report say of a round, and does it never say more than is proven? (F023)"""

import pytest

from matchmaking.demo import report
from tests import make
from tests.matchmaking import running

pytestmark = pytest.mark.django_db


def test_f023_the_report_says_how_near_the_round_is_to_the_best(now):
    running.population(2)
    round = running.proposed(now)
    value, bound = round.certificate["value"], round.certificate["bound"]

    found = list(report.lines(round))
    round.certificate = round.certificate | {"value": 1_999_999, "bound": 2_000_000}
    nearly = list(report.lines(round))

    best = "This is the best possible round over all pairs."
    assert (best in found) == (value == bound)
    assert "This round is at least 99.99 % of the best possible round over all pairs." in nearly and best not in nearly


def test_f010_the_report_says_about_where_pairs_were_not_all_counted(now):
    running.population(2)
    round = running.proposed(now)
    exact = round.certificate | {"eligible_pairs": 1_234_567}
    told = []
    for certificate in (exact, exact | {"estimated": ["eligible_pairs"]}):
        round.certificate = certificate
        told += [line.split(maxsplit=2)[2] for line in report.lines(round) if line.startswith("  possible pairs")]

    assert round.certificate["estimated"] and told == ["1,234,567", "about 1,200,000"]


def test_f010_the_report_counts_who_stayed_without(now):
    running.population(1)
    make.member("Paused Pim", pace=0)
    round = running.proposed(now)

    assert "     1  not to be introduced now, by their own settings" in list(report.lines(round))
