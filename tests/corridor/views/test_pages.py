"""Do our own pages stand in both languages, without cookies, and within the strict policy?"""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from django.views.defaults import permission_denied, server_error

from tests import make

PAGES = {"about": 3, "privacy": 0, "accessibility": 0, "components": 1}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_anybody_and_sets_no_cookie(client, name, language, django_assert_num_queries):
    make.region("mra")

    with django_assert_num_queries(PAGES[name]):
        response = client.get(f"/{language}/{name}/")

    assert response.status_code == 200
    assert response.cookies == {}
    assert f'<html lang="{language}">' in response.text
    assert (
        f'<link rel="alternate" hreflang="{language}" href="http://localhost:8000/{language}/{name}/">' in response.text
    )


@pytest.mark.django_db
@pytest.mark.parametrize("name", PAGES)
def test_page_holds_nothing_that_the_strict_policy_blocks(client, name):
    make.layer(5)

    response = client.get(f"/en/{name}/")

    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]
    assert not re.search(r"<style|\sstyle=|<script(?! src)|\son\w+=|javascript:", response.text)
    assert not re.search(r'(?:src|href)="(?:https?:)?//(?!localhost)', response.text)


@pytest.mark.django_db
def test_about_shows_layers_and_regions_of_the_database(client):
    make.layer(5)
    make.region("brainport")
    make.region("eindhoven", parent="brainport")

    text = client.get("/en/about/").text

    assert '<span class="layer-tag" data-layer="5"><b>5</b>Intelligence</span>' in text
    assert '<span class="place" data-mark="square">Brainport</span>' in text
    assert ">Eindhoven</span>" in text


@pytest.mark.django_db
def test_gallery_is_linked_from_about_and_accessibility(client):
    for name in ("about", "accessibility"):
        assert 'href="/en/components/"' in client.get(f"/en/{name}/").text


@pytest.mark.django_db
def test_unknown_address_answers_404_in_our_frame(client):
    response = client.get("/en/nowhere/")

    assert response.status_code == 404
    assert "No arc runs here" in response.text
    assert '<nav aria-label="Main">' in response.text
    assert response.cookies == {}


@pytest.mark.django_db
def test_visitor_gets_sign_in_and_no_token_and_member_gets_core_and_token(client, client_for):
    visitor = client.get("/en/about/").text
    own = client_for(make.member("Ada Amstel")).get("/en/about/").text

    assert 'href="/en/account/login/"' in visitor
    assert "csrf" not in visitor.lower()
    assert "hx-headers" not in visitor
    assert "My overview: Ada Amstel" in own
    assert re.search(r"hx-headers='\{\"X-CSRFToken\": \"\w{64}\"\}'", own)
    assert 'href="/en/account/login/"' not in own


@pytest.mark.django_db
def test_only_those_who_organise_are_shown_the_way_to_the_console(client, client_for, member, organiser):
    beheer = make.member("Superuser", is_superuser=True)
    ended = make.organiser("Ended")
    ended.region_roles.update(ended_at=ended.joined_at)

    ways = {
        who: 'href="/en/console/"' in page.get("/en/about/").text
        for who, page in {
            "visitor": client,
            "member": client_for(member),
            "organiser": client_for(organiser),
            "superuser": client_for(beheer),
            "ended": client_for(ended),
        }.items()
    }

    assert ways == {"visitor": False, "member": False, "organiser": True, "superuser": True, "ended": False}


@pytest.mark.nodb
def test_500_stands_without_database_and_context():
    with translation.override("en"):
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert b"Sorry, this went wrong on our side" in response.content
    assert b"corridor/base.css" in response.content
    with translation.override("nl"):
        assert '<html lang="nl">' in render_to_string("500.html")


@pytest.mark.nodb
def test_403_says_that_nothing_was_changed():
    request = RequestFactory().get("/en/")
    request.user = AnonymousUser()

    with translation.override("en"):
        response = permission_denied(request, Exception())

    assert response.status_code == 403
    assert b"Nothing was changed." in response.content
