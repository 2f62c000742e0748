"""How do tests open the link of a question, and press a button on its page?"""

import re

from django.test import Client

from matchmaking.emails import answer_url
from matchmaking.models import OptIn


def path_of(introduction, member, language="en") -> str:
    own = OptIn.objects.get(introduction=introduction, member=member)
    url = answer_url(own, offered_at=introduction.offered_at, language=language)
    return re.sub(r"^https?://[^/]+", "", url)


def page_value(client, path) -> str:
    return re.search(r'name="page" value="([^"]+)"', client.get(path).content.decode()).group(1)


def press(path, answer, client=None, **more):
    client = client or Client()
    return client.post(path, {"page": page_value(client, path), "answer": answer, **more})
