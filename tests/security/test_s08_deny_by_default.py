"""Is every page nobody's until somebody says whose it is? (S-08)"""

import pytest
from django.test import Client
from django.urls import get_resolver

from corridor import access

RULES = {"public", "token", "signed", "member", "console", "own"}


def views(patterns, prefix: str = "") -> list[tuple[str, object]]:
    """Every address of the site with its view."""
    found = []
    for entry in patterns:
        path = prefix + str(entry.pattern)
        below = getattr(entry, "url_patterns", None)
        found += [(path, entry.callback)] if below is None else views(below, path)
    return found


def test_s08_every_view_declares_its_rule():
    nobodys = [path for path, view in views(get_resolver().url_patterns) if access.rule_of(view) not in RULES]

    assert nobodys == []


@pytest.mark.django_db
@pytest.mark.urls("tests.security.urls")
@pytest.mark.parametrize("method", ["get", "head", "options", "post", "put", "patch", "delete"])
def test_s08_a_view_without_a_rule_is_closed_to_everybody(method, member, organiser, client_for):
    member.is_superuser = True
    member.save()
    for client in (Client(), client_for(member), client_for(organiser)):
        response = getattr(client, method)("/undeclared")

        assert response.status_code == 403
        assert b"canary" not in response.content


@pytest.mark.django_db
@pytest.mark.urls("tests.security.urls")
def test_s08_a_member_page_sends_a_stranger_to_sign_in_and_back(member, client_for):
    response = Client().get("/mine?page=2")

    assert response.status_code == 302
    assert response["Location"].endswith("/account/login/?next=/mine%3Fpage%3D2")
    assert client_for(member).get("/mine").status_code == 200


@pytest.mark.django_db
@pytest.mark.urls("tests.security.urls")
def test_s08_a_member_who_was_switched_off_is_a_stranger(member, client_for):
    client = client_for(member)
    member.is_active = False
    member.save()

    assert client.get("/mine").status_code == 302


def test_rule_of_a_view_class_is_its_packages_entry():
    class Stranger:
        pass

    Stranger.__module__ = "somewhere.else"

    def view():
        raise AssertionError

    view.view_class = Stranger
    assert access.rule_of(view) is None
    Stranger.__module__ = "allauth.account.views"
    assert access.rule_of(view) == "own"
