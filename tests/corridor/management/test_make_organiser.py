"""How does the first superuser come to be? By the command line alone, recorded, and twice is harmless."""

import pytest
from django.core.management import CommandError, call_command

from corridor.models import RegionRole, Transition
from tests import make
from tests.entering import CONSOLE, answer, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(db):
    return make.member("Anna Amstel", email="anna@example.nl")


def granted(member: object) -> list[tuple[str, object, str]]:
    rows = Transition.objects.filter(subject_type="corridor.member", subject_id=member.pk, action="granted")
    return list(rows.values_list("action", "by", "to"))


def test_s15_the_command_makes_a_superuser_recorded_once_who_enters_from_the_next_request_on(anna, capsys):
    hers = enter(anna)
    before = answer(hers, "get", CONSOLE)

    call_command("make_organiser", "ANNA@example.nl", "--superuser")
    call_command("make_organiser", "anna@example.nl", "--superuser")

    anna.refresh_from_db()
    assert anna.is_superuser and not RegionRole.objects.exists()
    assert (before, answer(hers, "get", CONSOLE)) == (403, 200)
    assert granted(anna) == [("granted", None, "superuser")]
    told = capsys.readouterr().out
    assert "Anna Amstel is now superuser." in told
    assert "Anna Amstel already was superuser." in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["anna@example.nl"], "one of the arguments region --superuser is required"),
        (["anna@example.nl", "mra", "--superuser"], "not allowed with argument"),
        (["nobody@example.nl", "--superuser"], "No member signs in with nobody@example.nl"),
        (["gone@example.nl", "--superuser"], "The account of gone@example.nl is not active"),
    ],
)
def test_the_command_wants_one_right_and_an_active_member(anna, arguments, said):
    gone = make.member(email="gone@example.nl", is_active=False)

    with pytest.raises(CommandError, match=said):
        call_command("make_organiser", *arguments)

    anna.refresh_from_db()
    gone.refresh_from_db()
    assert not (anna.is_superuser or gone.is_superuser or RegionRole.objects.exists())
