"""Who enters the console? Organisers and superusers with a second step; nobody else, on no address of it."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLResolver

from corridor import access
from corridor.models import RegionRole
from matchmaking.models import OptIn, Tie
from tests import make
from tests.entering import CONSOLE, answer, at, enter, text

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "post")
OTHERS = ("options", "put", "patch", "delete", "trace")


def console_views() -> list:
    """Every view behind /console/."""

    def walk(patterns):
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.callback

    return list(walk(admin.site.urls[0]))


@pytest.mark.parametrize("method", METHODS)
def test_s09_a_stranger_is_sent_to_sign_in_whatever_the_method(method):
    assert answer(Client(), method, CONSOLE) == "sign in"
    assert answer(Client(), method, at("corridor/member")) == "sign in"


@pytest.mark.parametrize("method", METHODS)
def test_s09_a_plain_member_is_refused_whatever_the_method(member, method):
    client = enter(member)

    assert answer(client, method, CONSOLE) == 403
    assert answer(client, method, at("corridor/member", member.pk, "change")) == 403


@pytest.mark.parametrize("method", OTHERS)
def test_s09_other_methods_are_not_known_to_anybody(member, organiser, method):
    clients = (Client(), enter(member), enter(organiser))

    assert [answer(client, method, CONSOLE) for client in clients] == [405] * 3
    assert [answer(client, method, at("corridor/organisation", 1, "change")) for client in clients] == [405] * 3


def test_s09_a_method_named_in_a_form_is_only_a_field(organiser):
    client = enter(organiser)
    one = make.organisation()

    client.post(at("corridor/organisation", one.pk, "change"), {"_method": "DELETE"})

    assert type(one).objects.filter(pk=one.pk).exists()


def test_s21_an_organiser_without_a_second_step_is_led_to_set_one_up(organiser):
    client = enter(organiser, second_step=False)

    response = client.get(CONSOLE, follow=True)

    assert response.redirect_chain == [("/en/account/2fa/", 302)]
    assert "The console asks for a second step at sign-in" in text(response)


def test_s21_recovery_codes_alone_are_no_second_step(organiser):
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(organiser)

    assert answer(enter(organiser, second_step=False), "get", CONSOLE) == 302


def test_organisers_and_superusers_with_a_second_step_enter(organiser):
    root = make.member(is_superuser=True)

    assert [answer(enter(person), "get", CONSOLE) for person in (organiser, root)] == [200, 200]


def test_s15_a_role_that_ends_closes_the_door_at_the_next_request(organiser, now):
    client = enter(organiser)
    before = answer(client, "get", CONSOLE)

    RegionRole.objects.filter(member=organiser).update(ended_at=now)

    assert (before, answer(client, "get", CONSOLE)) == (200, 403)


def test_s15_a_role_that_is_given_opens_it_at_the_next_request(member, now):
    client = enter(member)
    before = answer(client, "get", CONSOLE)

    RegionRole.objects.create(member=member, region=make.region("mra"), started_at=now)

    assert (before, answer(client, "get", CONSOLE)) == (403, 200)


def test_a_disabled_organiser_is_a_stranger_at_the_next_request(organiser):
    client = enter(organiser)

    type(organiser).objects.filter(pk=organiser.pk).update(is_active=False)

    assert answer(client, "get", CONSOLE) == "sign in"


def test_s08_every_view_of_the_console_declares_its_door():
    views = console_views()

    assert len(views) > 60
    assert {access.rule_of(view) for view in views} == {"console"}


def test_s08_every_view_of_the_console_refuses_a_member(member, rf):
    """Also a page that somebody adds without admin_view: the door is looked for on the view itself."""
    for view in console_views():
        request = rf.get("/")
        request.user = member
        with pytest.raises(Exception, match="not-an-organiser"):
            view(request)


def test_packages_bring_no_pages_and_answers_have_none(organiser):
    models = set(admin.site._registry)

    assert not models & {Group, OptIn, Tie}
    assert {model._meta.app_label for model in models} == {"corridor", "events", "matchmaking"}


def test_an_address_the_console_does_not_know_is_not_there(organiser):
    client = enter(organiser)

    assert answer(client, "get", f"{CONSOLE}nothing/") == 404
    assert answer(client, "get", f"{CONSOLE}login/") == 404
    assert answer(client, "get", f"{CONSOLE}password_change/") == 404
    assert (
        answer(client, "get", f"{CONSOLE}autocomplete/?app_label=corridor&model_name=profile&field_name=member") == 404
    )
    assert answer(client, "get", f"{CONSOLE}r/1/1/") == 404


def test_every_page_of_the_console_stays_out_of_caches(organiser):
    response = enter(organiser).get(CONSOLE)

    assert response["Cache-Control"] == "private, no-store"


def test_the_console_needs_no_script_and_holds_no_inline_style(organiser):
    page = text(enter(organiser).get(at("corridor/organisation")))

    assert "<script" not in page
    assert not re.search(r"\sstyle=", page)
