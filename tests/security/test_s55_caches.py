"""What may a cache between us and a person keep? Nothing that is somebody's. (S-55)"""

import pytest
from django.test import Client
from django.urls import get_resolver

from corridor import access
from tests import make
from tests.security.test_s08_deny_by_default import views


@pytest.mark.django_db
@pytest.mark.urls("tests.security.urls")
def test_s55_a_page_for_members_is_kept_by_nobody(member, client_for):
    for client, path in ((client_for(member), "/mine"), (Client(), "/mine"), (Client(), "/token/abc/")):
        assert client.get(path)["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
@pytest.mark.urls("tests.security.urls")
def test_s55_a_public_page_seen_by_a_member_is_kept_by_nobody(member, client_for):
    assert client_for(member).get("/plain")["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get("/plain").headers


@pytest.mark.django_db
def test_s55_public_pages_set_no_cookie(settings):
    """Only pages that hold a form (sign in, answer a question) may; a page one reads does not."""
    paths = [
        f"/{path}"
        for path, view in views(get_resolver().url_patterns)
        if access.rule_of(view) == "public" and "<" not in path and "(" not in path
    ]
    assert paths

    for path in paths:
        assert dict(Client().get(path).cookies) == {}, path


@pytest.mark.django_db
def test_s55_two_members_behind_one_cache_never_see_each_other(client_for):
    """What a shared cache may keep, by the rules of HTTP, holds nothing of either person."""
    ada, bob = make.member("Ada Amstel"), make.member("Bob Brabant")
    paths = [
        f"/{path}"
        for path, view in views(get_resolver().url_patterns)
        if access.rule_of(view) in ("public", "member") and "<" not in path and "(" not in path
    ]
    kept: dict[str, str] = {}
    for person in (ada, bob):
        client = client_for(person)
        for path in paths:
            response = client.get(path)
            rule = response.headers.get("Cache-Control", "")
            if "no-store" not in rule and "private" not in rule and "Cookie" not in response.headers.get("Vary", ""):
                kept[f"{person.name} {path}"] = response.content.decode()

    assert [where for where, page in kept.items() if "Amstel" in page or "Brabant" in page] == []
    assert all(where.endswith(("/healthz", "/readyz", "/door/worker.js")) for where in kept), list(kept)


def test_s55_nothing_caches_whole_pages(settings):
    assert [name for name in settings.MIDDLEWARE if "cache" in name.lower()] == []
