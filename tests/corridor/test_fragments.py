"""Is what every visitor reads drawn once, for nobody in particular, and never out of date? (S-55)"""

import pytest
from django.db import connection
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from corridor import fragments
from corridor.models import Region
from events.models import Event
from tests import make

pytestmark = pytest.mark.django_db
PAGES = ("/en/events/evening/", "/en/events/", "/en/events/evening/programme/")


@pytest.fixture(autouse=True)
def empty_shelf(monkeypatch, now):
    monkeypatch.setattr("corridor.fragments.shelf", fragments.Shelf())
    monkeypatch.setattr("corridor.clock.now", lambda: now)


@pytest.fixture
def evening():
    event = make.event(slug="evening", capacity=2)
    event.layers.add(make.layer(2))
    make.session(event, speakers=["Bram"])
    return event


@pytest.fixture
def drawn(monkeypatch):
    """The templates that fragments drew, in order."""
    names, draw = [], fragments.render_to_string
    monkeypatch.setattr(fragments, "render_to_string", lambda name, *rest: names.append(name) or draw(name, *rest))
    return names


def page(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_s55_what_visitors_read_is_drawn_once(path, evening, drawn):
    first = page(path)
    before = len(drawn)
    assert page(path) == first and len(drawn) == before > 0


@pytest.mark.parametrize("path", PAGES)
def test_s55_who_is_signed_in_gets_a_page_of_their_own_and_leaves_none(path, evening, client_for):
    ada, stranger = make.member("Ada Amstel"), page(path)
    own = page(path, client_for(ada))
    assert "Ada Amstel" in own and own != stranger
    assert page(path) == stranger and "Ada" not in page(path)


def test_s55_a_piece_that_shows_a_member_is_refused():
    with pytest.raises(fragments.OfAPerson):
        fragments.key_of({"rows": [(make.member(), 1)]})


def test_a_member_read_along_with_a_row_is_refused_too():
    event = make.event(organiser=make.member())
    with pytest.raises(fragments.OfAPerson):
        fragments.key_of(Event.objects.select_related("organiser").get(pk=event.pk))


@pytest.mark.parametrize("path", PAGES[:2])
@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda event: Event.objects.filter(pk=event.pk).update(title_en="Another title"), "Another title"),
        (lambda event: Event.objects.filter(pk=event.pk).update(state="cancelled"), "Cancelled"),
        (lambda event: event.layers.add(make.layer(7)), "Connected devices"),
        (lambda event: type(event.venue).objects.update(name="Another hall"), "Another hall"),
        (lambda event: Region.objects.filter(slug="mra").update(mark="square"), 'data-mark="square"'),
    ],
)
def test_a_change_is_seen_at_once(path, change, words, evening):
    assert words not in page(path)
    change(evening)
    assert words in page(path)


def test_a_place_taken_is_seen_at_once(evening):
    assert "2 places left" in page("/en/events/") and '<b class="num">0</b> of 2' in page("/en/events/evening/")
    make.registration(evening)
    assert "one place left" in page("/en/events/") and '<b class="num">1</b> of 2' in page("/en/events/evening/")


def test_a_change_of_the_programme_is_seen_at_once(evening):
    path = PAGES[2]
    assert "Bram" in page(path)
    evening.sessions.get().speakers.update(name="Chris")
    assert "Chris" in page(path) and "Bram" not in page(path)


def test_each_language_and_each_address_has_its_own_page(evening):
    dutch, english = page("/nl/events/"), page("/en/events/")
    assert "Bijeenkomst" in dutch and "Bijeenkomst" not in english
    assert "?kind=gala" in page("/en/events/?kind=gala")  # the other language's link keeps the filter


def test_what_asks_the_database_while_it_is_drawn_is_not_kept(monkeypatch):
    region = make.region("mra")

    def draw(_name, _facts, _request):
        return Region.objects.get(pk=region.pk).name

    monkeypatch.setattr(fragments, "render_to_string", draw)
    before = fragments.piece("any.html", {})
    Region.objects.update(name="Renamed")
    assert (before, fragments.piece("any.html", {})) == ("Mra", "Renamed")


def test_what_changes_while_it_is_drawn_is_not_kept_under_what_was_before(rf, evening):
    request, facts = rf.get("/"), iter([1, 2, 1, 1])
    request.user = type("Nobody", (), {"is_authenticated": False})()
    for title in ("new", "old"):
        answer = fragments.page_of(request, "409.html", lambda: next(facts), lambda title=title: {"sentence": title})
        assert f">{title}<" in answer.content.decode() or title in answer.content.decode()


@pytest.mark.parametrize(
    ("one", "other"),
    [("<b>", SafeString("<b>")), ([1], (1,)), ({"a": 1}, {"a": 2}), ({"a": 1}, {"b": 1}), ({1}, {2}), (None, "")],
)
def test_what_is_shown_otherwise_has_another_key(one, other):
    assert fragments.key_of(one) != fragments.key_of(other)


def test_what_has_no_key_is_refused():
    with pytest.raises(TypeError):
        fragments.key_of(SimpleTemplateResponse("409.html"))


def test_a_row_that_is_read_along_is_part_of_the_key_and_a_ring_ends():
    event = make.event()
    alone, along = Event.objects.get(pk=event.pk), Event.objects.select_related("venue").get(pk=event.pk)
    assert fragments.key_of(alone) != fragments.key_of(along)
    along.venue.of = along
    assert hash(fragments.key_of(along)) == hash(fragments.key_of(along))


def test_the_least_used_makes_room():
    shelf = fragments.Shelf(most=10)
    for key in ("a", "b"):
        shelf.put(key, "12345")
    shelf.get("a")
    shelf.put("c", "12345")
    assert [shelf.get(key) for key in "abc"] == ["12345", None, "12345"]


@pytest.mark.parametrize("path", PAGES)
def test_a_kept_page_asks_no_more_than_six_questions_and_sets_no_cookie(path, evening):
    page(path)
    with CaptureQueriesContext(connection) as captured:
        answer = Client().get(path)
    assert len(captured) <= 6 and not answer.cookies
