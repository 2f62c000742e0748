"""Where may `next` lead?"""

import pytest

from corridor.redirects import is_own_path, overview, own_path

ELSEWHERE = [
    "", "profile/", "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
    "///evil.example", "javascript:alert(1)", "/a\\b", "http:evil.example", "/ok\r\nX: 1", "/ok\x00",
    "/" + "a" * 2001, " /profile/", "/\t/evil.example",
]  # fmt: skip


@pytest.mark.nodb
@pytest.mark.parametrize("target", ELSEWHERE)
def test_s38_what_is_not_a_path_of_ours_is_forgotten(target):
    assert not is_own_path(target)
    assert own_path(target, default="/en/") == "/en/"


@pytest.mark.nodb
@pytest.mark.parametrize("target", ["/", "/en/profile/", "/en/x/?a=1&b=https://evil.example", "/nl/#work"])
def test_s38_a_path_of_ours_is_kept(target):
    assert own_path(target, default="/en/") == target


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "/\\evil.example"])
def test_s38_signing_in_never_leads_elsewhere(client, member, target):
    member.set_password("correct horse battery staple")
    member.save()

    page = client.get("/en/account/login/", {"next": target})
    answer = client.post(
        "/en/account/login/",
        {"login": member.email, "password": "correct horse battery staple", "next": target},
    )

    assert 'href="https://evil' not in page.content.decode()
    assert (answer.status_code, answer.headers["Location"]) == (302, overview())


def test_s38_signing_in_leads_back_to_where_one_was_stopped(client, member):
    member.set_password("correct horse battery staple")
    member.save()
    stopped = client.get("/en/profile/")

    answer = client.post(
        stopped.headers["Location"], {"login": member.email, "password": "correct horse battery staple"}
    )

    assert answer.headers["Location"] == "/en/profile/"
