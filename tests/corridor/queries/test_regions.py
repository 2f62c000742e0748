"""Where is somebody at home, and what lies below a region?"""

import pytest

from corridor.actions import ground
from corridor.models import Region
from corridor.queries.regions import homes, regions_below
from tests import make

pytestmark = pytest.mark.django_db


def test_homes_is_the_nearest_corridor_region_or_the_one_below_the_root(now, django_assert_num_queries):
    ground.load(now=now)
    place = Region.objects.get

    with django_assert_num_queries(1):
        found = homes()

    named = {region.slug: home and home.slug for pk, home in found.items() if (region := place(pk=pk))}
    assert named["almere"] == named["mra"] == "mra"
    assert named["eindhoven"] == named["brainport"] == "brainport"
    assert named["netherlands"] is None
    assert named["twente"] == "twente"
    assert len(named) == 37


def test_homes_climbs_to_the_ancestor_under_the_root():
    make.region("twente")
    hengelo = make.region("hengelo", parent="twente")
    Region.objects.filter(slug="twente").update(parent=make.region("netherlands", kind="other"))

    assert homes()[hengelo.pk].slug == "twente"


def test_regions_below_holds_the_regions_themselves_and_all_under_them(django_assert_num_queries):
    mra, brainport = make.region("mra"), make.region("brainport")
    amsterdam = make.region("amsterdam", parent=None)
    Region.objects.filter(pk=amsterdam.pk).update(parent=mra)
    zuidas = make.region("zuidas", parent=None)
    Region.objects.filter(pk=zuidas.pk).update(parent=amsterdam)

    with django_assert_num_queries(1):
        below = regions_below([mra])

    assert below == {mra.pk, amsterdam.pk, zuidas.pk}
    assert regions_below([brainport]) == {brainport.pk}
    assert regions_below([]) == set()
