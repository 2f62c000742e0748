"""How many questions does each list ask the database? As many for fifty rows as for one."""

import pytest
from django.db import transaction

from corridor import emails
from corridor.models import ExperimentSite, OrganisationKind, RegionRole
from tests import make
from tests.entering import CONSOLE, at, enter

pytestmark = pytest.mark.django_db


def fill(model: str, rows: int, now) -> None:
    """Enough that the list has that many rows more than the organiser's own."""
    for number in range(rows):
        if model in ("member", "membership"):
            make.member()
        elif model == "organisation":
            make.organisation(verified=number % 2 == 0)
        elif model == "regionrole":
            RegionRole.objects.create(member=make.member(), region=make.region("mra"), started_at=now)
        elif model == "outboxemail":
            with transaction.atomic():
                emails.welcome(member=make.member(), now=now)
        elif model == "region":
            make.region(f"place-{number}", parent="mra")
        elif model == "topic":
            make.topic(f"topic-{number}")
        elif model == "venue":
            make.venue(f"venue-{number}")
        elif model == "organisationkind":
            OrganisationKind.objects.create(slug=f"kind-{number}", name_nl="Soort", name_en="Kind")
        elif model == "experimentsite":
            ExperimentSite.objects.create(slug=f"lab-{number}", what_nl="Lab", what_en="Lab", region=make.region("mra"))


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize(
    ("model", "queries"),
    [("member", 9), ("membership", 8), ("organisation", 8), ("regionrole", 8), ("outboxemail", 8)],
)
def test_an_organisers_list_asks_the_same_number_of_questions(
    organiser, now, django_assert_num_queries, model, queries, rows
):
    console = enter(organiser)
    fill(model, rows, now)

    with django_assert_num_queries(queries):
        response = console.get(at(f"corridor/{model}"))

    assert response.context["cl"].result_count >= rows


@pytest.mark.parametrize("rows", [1, 3, 50])
@pytest.mark.parametrize("model", ["region", "topic", "venue", "organisationkind", "experimentsite"])
def test_a_list_of_the_ground_asks_the_same_number_of_questions(now, django_assert_num_queries, model, rows):
    console = enter(make.member(is_superuser=True))
    fill(model, rows, now)

    with django_assert_num_queries(5):
        response = console.get(at(f"corridor/{model}"))

    assert response.context["cl"].result_count >= rows


@pytest.mark.parametrize("rows", [1, 3, 50])
def test_the_overview_asks_the_same_number_of_questions(organiser, now, django_assert_num_queries, rows):
    console = enter(organiser)
    fill("organisation", rows, now)
    fill("outboxemail", rows, now)

    with django_assert_num_queries(12):
        console.get(CONSOLE)


def test_a_long_list_comes_in_pages(organiser, now):
    console = enter(organiser)
    fill("member", 60, now)

    first, second = console.get(at("corridor/member")), console.get(at("corridor/member"), {"p": 2})

    assert [len(page.context["cl"].result_list) for page in (first, second)] == [50, 11]
    assert b'rel="next"' in first.content and b'rel="prev"' in second.content
    assert console.get(at("corridor/member"), {"p": 99}).status_code == 302
    assert len(console.get(at("corridor/member"), {"all": ""}).context["cl"].result_list) == 50
