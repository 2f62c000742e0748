"""Who decides the site's address? The setting, never a request. (S-07)"""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "localhost.elsewhere.example", "localhost@elsewhere.example", "a b", "[::2]", ""]
)
def test_s07_an_unknown_host_is_refused(host):
    response = Client(headers={"host": host}).get("/plain", SERVER_NAME="elsewhere.example")

    assert response.status_code == 400
    assert "elsewhere" not in response.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-host": "elsewhere.example"},
        {"forwarded": "host=elsewhere.example;proto=https"},
        {"x-host": "elsewhere.example"},
        {"x-forwarded-server": "elsewhere.example"},
        {"x-original-url": "/undeclared"},
        {"x-rewrite-url": "/undeclared"},
        {"x-forwarded-proto": "https"},
        {"x-http-method-override": "DELETE"},
    ],
    ids=lambda headers: next(iter(headers)),
)
def test_s07_a_header_moves_neither_the_site_nor_the_page(settings, headers):
    settings.SECURE_SSL_REDIRECT = True
    client = Client(headers={"host": "localhost", **headers})

    response = client.get("/plain")

    assert (response.status_code, response["Location"]) == (301, "https://localhost/plain")
    assert client.get("/plain", secure=True).content == b"plain"


def test_s07_a_proxy_is_believed_only_when_the_settings_name_one(settings):
    assert settings.ALLAUTH_TRUSTED_PROXY_COUNT == 0
    assert settings.SECURE_PROXY_SSL_HEADER is None
    assert settings.USE_X_FORWARDED_HOST is False
