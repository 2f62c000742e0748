"""What does a mail say? Three templates of one kind become a subject, a plain text and HTML, in one language."""

import datetime as dt
import functools
import hashlib
import re
from dataclasses import dataclass

import css_inline
from django.conf import settings
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from corridor import links
from corridor.mailings import OPTIONAL, is_about_the_account
from corridor.models import Member
from corridor.models.address import normalise_email, validate_address

SUBJECT_LENGTH = 200
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_BLANKS = re.compile(r"\n(?:[ \t]*\n){2,}")  # what template tags leave behind


class UnsafeHeader(SuspiciousOperation):
    """A header value holds a control or line separator; refused here, before the mail layer could cut or obey it."""


@dataclass(frozen=True)
class Letter:
    """One mail in words."""

    subject: str
    text: str
    html: str
    headers: dict[str, str]


def write(kind: str, context: dict, *, language: str, to: str, member: Member | None, now: dt.datetime) -> Letter:
    """Render the templates of `kind` in `language`. Raises UnsafeHeader when the subject is not one clean line."""
    folder = f"emails/{kind.replace('.', '/')}"
    with translation.override(language):
        unsubscribe = ""
        if kind in OPTIONAL:
            unsubscribe = page("corridor:unsubscribe", language, links.make_unsubscribe(address=to, kind=kind, now=now))
        choices = ""
        if member and not is_about_the_account(kind):
            choose = links.make_mail_choices(member_id=member.pk, address=member.email, now=now)
            choices = page("corridor:mail_choices_by_link", language, choose)
        values = {
            "SITE_NAME": settings.SITE_NAME,
            "SITE_URL": settings.SITE_URL,
            "DEMO": settings.DEMO,
            "language": language,
            "kind": kind,
            "member": member,
            "profile_url": page("corridor:profile", language),
            "unsubscribe_url": unsubscribe,
            "choices_url": choices,
            **context,
        }
        # A template file ends in a line feed of its own; any other line break came from somebody's text.
        subject = refuse_controls(_render(f"{folder}/subject.txt", values, escape=False).strip(" \n"))
        values["subject"] = subject
        text = _BLANKS.sub("\n\n", _render(f"{folder}/body.txt", values, escape=False).strip("\n")) + "\n"
        html = _inliner().inline(_render(f"{folder}/body.html", values, escape=True))
    headers = {"Auto-Submitted": "auto-generated"}
    if unsubscribe:
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return Letter(_shorten(subject), text, html, headers)


def message_id(key: str) -> str:
    """The Message-ID of the mail with that key: always the same, so that a second copy is known as one (S-23)."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{settings.MAIL_DOMAIN}>"


def refuse_controls(value: str) -> str:
    """`value` itself, if it may stand in a header: no C0 or C1 controls, no line or paragraph separators (S-22)."""
    if _UNSAFE.search(value):
        raise UnsafeHeader("A header of a mail may not hold control characters or line breaks.")
    return value


def one_address(address: str) -> str:
    """`address` in its stored form. Raises UnsafeHeader unless it is exactly one plain address (S-22)."""
    tidy = normalise_email(refuse_controls(address))
    try:
        validate_address(tidy)
    except ValidationError as error:
        raise UnsafeHeader("A mail goes to exactly one plain address.") from error
    return tidy


def page(name: str, language: str, *args: object) -> str:
    """The full address of one of our pages, as a mail in `language` links to it."""
    with translation.override(language):
        return settings.SITE_URL + reverse(name, args=args)


def _render(name: str, values: dict, *, escape: bool) -> str:
    # Plain text is not escaped; HTML always is. The suffix alone would not decide that for Django.
    return get_template(name).template.render(Context(values, autoescape=escape))


def _shorten(subject: str) -> str:
    return subject if len(subject) <= SUBJECT_LENGTH else subject[: SUBJECT_LENGTH - 1] + "…"


@functools.cache
def _inliner() -> css_inline.CSSInliner:
    # Media queries stay in the head; nothing is ever fetched.
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
