"""How much may one request bring? Each limit just below and just above. (S-06)"""

import pytest
from django.test import Client

from corridor import middleware

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]

FORM = "application/x-www-form-urlencoded"


def status_of_body(size: int) -> int:
    return Client().post("/echo", b"a=" + b"x" * (size - 2), content_type=FORM).status_code


@pytest.mark.parametrize(("size", "status"), [(2_500_000, 200), (2_500_001, 413)])
def test_s06_body(size, status):
    assert status_of_body(size) == status


@pytest.mark.parametrize(("count", "status"), [(1_000, 200), (1_001, 400)])
def test_s06_fields(count, status):
    body = "&".join(f"f{number}=1" for number in range(count))

    assert Client().post("/echo", body, content_type=FORM).status_code == status


@pytest.mark.parametrize(("length", "status"), [(8_192, 200), (8_193, 414)])
def test_s06_query_string(length, status):
    assert Client().get("/echo?" + "a" * length).status_code == status


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("count", "status"), [(500, 200), (501, 400)])
def test_s06_values_of_one_field(method, count, status):
    data = {"topic": [str(number) for number in range(count)]}

    assert getattr(Client(), method)("/echo", data).status_code == status


@pytest.mark.parametrize(("spare", "status"), [(0, 200), (-1, 431)])
def test_s06_headers(rf, spare, status):
    empty = sum(len(name) + len(value) for name, value in Client().get("/echo").wsgi_request.headers.items())
    filler = "x" * (middleware.MAX_HEADERS - empty - len("X-Filler") - spare)

    assert Client().get("/echo", headers={"x-filler": filler}).status_code == status


@pytest.mark.parametrize("length", ["-1", "ten", "1e3", "٣", "1 0"])
def test_s06_a_length_that_is_no_number_is_refused(length):
    assert Client().get("/plain", CONTENT_LENGTH=length).status_code == 413


def test_s06_the_numbers_are_the_promised_ones(settings):
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE == 2_500_000
    assert settings.DATA_UPLOAD_MAX_NUMBER_FIELDS == 1_000
    assert (middleware.MAX_QUERY_STRING, middleware.MAX_HEADERS, middleware.MAX_LIST) == (8 * 1024, 16 * 1024, 500)
