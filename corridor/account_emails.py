"""Which mails does signing up and in cause? Codes, and notices that something about the account's safety changed.

allauth asks for them by template prefix (corridor/accounts.py); here each becomes a kind of ours in the outbox.
"""

import datetime as dt
import secrets

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from corridor import outbox
from corridor.models import Member, OutboxEmail

# What allauth asks for -> our kind. Those with a code are emptied once they were sent.
CODES = {
    "account/email/login_code": "account.login_code",
    "account/email/email_confirmation_signup": "account.confirm_address",
    "account/email/email_confirmation": "account.confirm_address",
    "account/email/password_reset_code": "account.password_code",
}
EXISTS = "account/email/account_already_exists"
# What allauth asks for -> what happened, as the notice says it.
NOTICES = {
    "account/email/email_changed": _("The e-mail address of your account was changed."),
    "account/email/email_deleted": _("An e-mail address was removed from your account."),
    "account/email/password_changed": _("The password of your account was changed."),
    "account/email/password_reset": _("The password of your account was changed."),
    "account/email/password_set": _("Your account now has a password."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account; the old ones are void."),
    "mfa/email/totp_activated": _("An authenticator app now guards your account."),
    "mfa/email/totp_deactivated": _("The authenticator app no longer guards your account."),
    "mfa/email/webauthn_added": _("A passkey was added to your account."),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account."),
}


def send(
    template_prefix: str, *, to: str, member: Member | None, code: str, language: str, now: dt.datetime
) -> OutboxEmail:
    """The mail allauth asks for, to `to`, in the member's language, for strangers in that of the page.

    Every call is a mail of its own. Raises KeyError when allauth asks for a mail we do not know.
    """
    language = member.language if member else language
    if template_prefix in CODES:
        return _enqueue(CODES[template_prefix], to, member, {"code": code}, language, now, sensitive=True)
    if template_prefix == EXISTS:
        return _enqueue("account.already_exists", to, member, _links("account_login", language), language, now)
    what = NOTICES[template_prefix]
    with translation.override(language):
        context = {"what": str(what), **_links("account_reset_password", language)}
    return _enqueue("account.notice", to, member, context, language, now)


def erased(*, to: str, language: str, now: dt.datetime) -> OutboxEmail:
    """The last mail to the address of somebody who erased themselves; it belongs to no member any more."""
    return _enqueue("account.erased", to, None, {}, language, now, sensitive=True)


def _links(urlname: str, language: str) -> dict[str, str]:
    with translation.override(language):
        return {"page_url": settings.SITE_URL + reverse(urlname)}


def _enqueue(
    kind: str,
    to: str,
    member: Member | None,
    context: dict,
    language: str,
    now: dt.datetime,
    sensitive: bool = False,
) -> OutboxEmail:
    return outbox.enqueue(
        kind=kind,
        key=f"{kind}:{secrets.token_hex(16)}",
        member=member,
        to=to,
        context=context,
        now=now,
        sensitive=sensitive,
        language=language,
    )
