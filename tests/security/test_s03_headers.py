"""Does every answer carry the headers that protect the person who reads it? (S-03, S-04)"""

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]

ANSWERS = {
    "page": ("/plain", "get", 200),
    "redirect": ("/mine", "get", 302),
    "refused input": ("/echo?a=%00", "get", 400),
    "undeclared": ("/undeclared", "get", 403),
    "missing": ("/nowhere", "get", 404),
    "wrong method": ("/plain", "post", 405),
    "overtaken": ("/overtaken", "get", 409),
    "too much": ("/echo", "much", 413),
    "too long": ("/echo?" + "a" * 9000, "get", 414),
    "failure": ("/broken", "get", 500),
    "static file": ("/static/corridor/base.css", "get", 200),
    "missing static file": ("/static/corridor/nothing.css", "get", 404),
}


def answer(path: str, method: str, host: str = "localhost"):
    client = Client(raise_request_exception=False, headers={"host": host})
    if method == "much":
        return client.post(path, b"x" * 2_500_001, content_type="text/plain", secure=True)
    response = getattr(client, method)(path, secure=True)
    response.close()  # a static file keeps its file open until then
    return response


@pytest.fixture
def https(settings, tmp_path):
    """Production's transport settings, and static files where production keeps them."""
    settings.SECURE_HSTS_SECONDS = 63_072_000
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "corridor").mkdir()
    with open(finders.find("corridor/base.css"), "rb") as source:
        (tmp_path / "corridor" / "base.css").write_bytes(source.read())


@pytest.mark.parametrize("name", ANSWERS)
def test_s03_every_answer_carries_the_headers(https, name):
    path, method, status = ANSWERS[name]

    response = answer(path, method)

    assert response.status_code == status
    _must_carry_headers(response)


def test_s03_an_unknown_host_gets_them_too(https):
    response = answer("/plain", "get", host="elsewhere.example")

    assert response.status_code == 400
    _must_carry_headers(response)


def _must_carry_headers(response):
    headers = response.headers
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    assert "Server" not in headers


def test_s03_plain_http_is_sent_to_https_in_production(settings):
    settings.SECURE_SSL_REDIRECT = True

    response = Client(headers={"host": "localhost"}).get("/plain?a=1")

    assert (response.status_code, response["Location"]) == (301, "https://localhost/plain?a=1")
    assert response["X-Frame-Options"] == "DENY"


def test_s03_hsts_is_not_promised_where_there_is_no_https():
    assert "Strict-Transport-Security" not in Client(headers={"host": "localhost"}).get("/plain").headers


def test_s39_token_pages_keep_their_address_to_themselves():
    for path in ("/token/abc/", "/token/abc/?again=1"):
        response = Client().get(path)

        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert response["Cache-Control"] == "private, no-store"
