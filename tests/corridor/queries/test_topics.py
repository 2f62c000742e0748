"""Which topic or organisation does somebody mean?"""

import pytest
from django.utils import translation

from corridor.models import Topic
from corridor.queries import organisations, topics
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def vocabulary():
    for slug, dutch, english, synonyms_nl, synonyms_en in (
        ("machine-learning", "Machinaal leren", "Machine learning", "zelflerend;ML", "deep learning;ML"),
        ("ai-agents", "AI-agents", "AI agents", "assistenten", "assistants"),
        ("aerospace", "Lucht- en ruimtevaart", "Aerospace", "", "aircraft"),
        ("ai-factories", "AI-fabrieken", "AI factories", "", ""),
        ("chip-design", "Chipontwerp", "Chip design", "ontwerp van chips", "IC design"),
    ):
        Topic.objects.create(
            slug=slug, name_nl=dutch, name_en=english, synonyms_nl=synonyms_nl, synonyms_en=synonyms_en
        )


@pytest.mark.parametrize(
    ("typed", "slug"),
    [
        ("Machine learning", "machine-learning"),
        ("machinaal LEREN", "machine-learning"),
        ("ml", "machine-learning"),
        ("deep-learning", "machine-learning"),
        ("ontwerp van chips", "chip-design"),
        ("machine", None),
        ("", None),
        ("!!", None),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_topic_is_found_by_name_and_synonym_in_both_languages(vocabulary, typed, slug, language):
    with translation.override(language):
        found = topics.named(typed)

    assert (found and found.slug) == slug


@pytest.mark.parametrize(
    ("typed", "slugs"),
    [
        ("ai", ["ai-agents", "ai-factories", "aerospace"]),
        ("chip dezign", ["chip-design"]),
        ("AI agents for hospitals", ["ai-agents"]),
        ("learn", ["machine-learning"]),
        ("design", ["chip-design"]),
        ("zzz", []),
    ],
)
def test_what_resembles_is_suggested_best_first(vocabulary, typed, slugs):
    with translation.override("en"):
        assert [topic.slug for topic in topics.suggest(typed)] == slugs


def test_nothing_typed_suggests_the_first_by_name(vocabulary):
    with translation.override("nl"):
        assert [topic.slug for topic in topics.suggest("", most=2)] == ["ai-agents", "ai-factories"]
        assert [topic.slug for topic in topics.by_name()][-1] == "machine-learning"


def test_an_organisation_is_known_by_any_spelling_a_verified_one_first(member):
    own = make.organisation("Kernlicht", verified=False, proposed_by=member)
    assert organisations.known("KERNLICHT", to=member) == own

    verified = make.organisation("Kernlicht Fotonica", aliases="KLF; Kernlicht")
    assert organisations.known("kernlicht", to=member) == verified
    assert organisations.known("k.l.f.", to=member) is None
    assert organisations.known("klf", to=member) == verified
    assert organisations.known("", to=member) is None
    assert organisations.known("Kern", to=member) is None


@pytest.mark.parametrize("refused", [False, True])
def test_f019_what_waits_or_was_refused_is_known_to_its_own_people_only(member, now, refused):
    lab = make.organisation("Kernlicht", verified=False, refused_at=now if refused else None, proposed_by=member)
    colleague, former = make.member(organisation=lab), make.member(organisation=lab)
    former.memberships.update(ended_at=now)

    told = [organisations.known("kernlicht", to=one) for one in (member, colleague, former, make.member())]

    assert told == [lab, lab, None, None]


def test_only_verified_organisations_are_suggested(now):
    shown = make.organisation("Kernlicht Fotonica")
    make.organisation("Kernlicht Geheim", verified=False)
    make.organisation("Kernlicht Weg", verified=False, refused_at=now)

    assert organisations.near("kernlicht") == [shown]
    assert organisations.near("") == []
    assert organisations.names() == ["Kernlicht Fotonica"]
