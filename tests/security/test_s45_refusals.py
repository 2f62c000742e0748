"""What does a person see who was overtaken? 409, the sentence, and nothing changed. (S-45)"""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.security.urls")]


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/overtaken", "Somebody was ahead."),
        ("/illegal", "Not from there."),
        ("/refused", "Not &lt;today&gt;."),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_s45_a_refusal_nobody_caught_is_a_page_with_its_sentence(path, sentence, method):
    response = getattr(Client(), method)(path)

    assert response.status_code == 409
    assert sentence in response.content.decode()


def test_s45_other_failures_are_not_dressed_as_refusals():
    with pytest.raises(RuntimeError):
        Client().get("/broken")
