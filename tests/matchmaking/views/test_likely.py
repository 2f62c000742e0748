"""Does the page of who one might meet say why, and not who?"""

import pytest

from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("language", "topic"), [("en", "Chip design"), ("nl", "Chip design")])
def test_f022_it_says_what_fits_and_names_nobody(client_for, language, topic):
    ada, bob = make.pair()

    page = client_for(ada).get(f"/{language}/me/might-meet/?joined").content.decode()

    assert topic in page
    assert "Brainport" in page
    assert not {"Bob", bob.email, bob.memberships.get().organisation.name} & {
        word for word in ("Bob", bob.email, bob.memberships.get().organisation.name) if word in page
    }


def test_it_says_what_is_in_the_way(client_for):
    newcomer = make.member(complete=False)

    page = client_for(newcomer).get("/en/me/might-meet/").content.decode()

    assert "You have not said yes to being introduced." in page
    assert "Step 4 of 4" not in page
