"""Does every kind of mail fit a narrow telephone, however long somebody's address is?"""

import pytest
from django.db import transaction
from playwright.sync_api import Browser

from tests import make
from tests.house.test_emails import KINDS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NARROW = {"width": 350, "height": 700}
LONG = "anne-fleur.vandewetering@hogeschoolvanarnhemennijmegen.example"


def test_every_kind_of_mail_fits_a_narrow_telephone(browser: Browser, now):
    mails = {}
    for number, (kind, write) in enumerate(KINDS.items()):
        with transaction.atomic():
            mails[kind] = write(make.member("Anne-Fleur van de Wetering", email=f"{number}{LONG}"), now).html
    page = browser.new_context(viewport=NARROW).new_page()

    too_wide = {}
    for kind, html in mails.items():
        page.set_content(html)
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > NARROW["width"]:
            too_wide[kind] = width

    assert too_wide == {}
