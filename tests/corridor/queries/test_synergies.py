"""Which layers does each synergy tie?"""

import pytest

from corridor.actions import ground
from corridor.models import StackLayer
from corridor.queries.synergies import letters
from matchmaking.engine.affinity import affinity_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def corridor(now):
    ground.load(now=now)


def test_letters_name_the_layers_of_every_synergy(corridor, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = dict(letters())

    assert list(found) == list("ABCDEFGHI")
    assert found["A"] == (5, 6)
    assert found["C"] == (2, 3, 5, 6)


def test_affinity_of_the_letters_is_the_smoothed_cosine_of_the_report(corridor):
    table = affinity_of(letters())

    slugs = list(StackLayer.objects.values_list("slug", flat=True))
    worth = {(a, b): table[i][j] for i, a in enumerate(slugs) for j, b in enumerate(slugs)}
    assert worth["intelligence", "applications"] == 20 + round(80 * 0.745)
    assert worth["raw-materials", "chips"] == 20 + round(80 * 0.577)
    assert worth["cloud", "applications"] == 20
    assert all(worth[a, b] == worth[b, a] for a, b in worth)
    assert all(worth[slug, slug] == 0 for slug in slugs)


def test_f018_an_eighth_layer_has_its_own_row():
    table = affinity_of([("A", [1, 8])], layers=8)

    assert [len(row) for row in table] == [8] * 8
    assert table[0][7] == table[7][0] == 100
