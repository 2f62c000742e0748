"""How do sign-up and sign-in fit in? allauth does the work; these adapters answer its questions for this site.

Its mails go through our outbox, its redirects stay on our paths, its limits count visitors as we do, and no answer of
it tells whether an address has an account (S-18, S-19, S-38).
"""

import base64
import hashlib
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from corridor import account_emails, account_history, clock, limits, redirects
from corridor.actions import members
from corridor.models import Member
from corridor.models.address import normalise_email, validate_address
from corridor.queries.second_factor import has_second_factor

__all__ = ["AccountAdapter", "SecondFactorAdapter", "has_second_factor"]

_DAY = 24 * 3600
# What a page says after a step, by the template allauth would use; about all other steps the page itself says enough.
_SAID = {
    "account/messages/email_confirmation_failed.txt": _("This address cannot be used."),
    "account/messages/password_changed.txt": _("Your password is changed."),
    "account/messages/password_set.txt": _("You have a password now."),
    "mfa/messages/recovery_codes_generated.txt": _("Your new recovery codes are ready."),
    "mfa/messages/totp_activated.txt": _("The app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions about accounts."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "duplicate_email": _("That is the address you have now."),
        "email_password_mismatch": _("This address and password do not belong together."),
        "email_taken": _("This address cannot be used. Is it the address of another account of yours?"),
        "enter_current_password": _("That is not your present password."),
        "incorrect_code": _("That is not the code we sent. Look at the newest mail."),
        "incorrect_password": _("That is not your password."),
        "invalid_login": _("Write your e-mail address."),
        "rate_limited": _("That was a lot of tries. Wait a minute and try again."),
        "same_as_current": _("That is the address you have now."),
        "too_many_login_attempts": _("That was a lot of tries. Wait five minutes and try again."),
    }

    def is_safe_url(self, url: str) -> bool:
        return redirects.is_own_path(url)

    def get_client_ip(self, request: HttpRequest) -> str:
        return limits.client_ip(request)

    def clean_email(self, email: str) -> str:
        address = normalise_email(email)
        validate_address(address)
        return address

    def new_user(self, request: HttpRequest) -> Member:
        """A member who reads the language of the page they signed up on."""
        return Member(language=_language(), joined_at=clock.now())

    @transaction.atomic
    def save_user(self, request: HttpRequest, user: Member, form: object, commit: bool = True) -> Member:
        saved = super().save_user(request, user, form, commit)
        members.record_joining(member=saved, now=clock.now())
        return saved

    def authenticate(self, request: HttpRequest, **credentials: object) -> Member | None:
        """Whoever has this address and password; the closed account of somebody is nobody's (S-19)."""
        person = super().authenticate(request, **credentials)
        if person and not person.is_active:
            self.authentication_failed(request, **credentials)
            return None
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: object) -> None:
        """One look-up and one line of history, whether somebody has the address or nobody (S-57, R-27)."""
        person = Member.objects.filter(emailaddress__email=credentials.get("email", "")).first()
        account_history.failed(request, person, "password")

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: object) -> None:
        """Nothing: a new password does not forgive the failed tries before it, of the address or the visitor (S-18)."""

    def get_reauthentication_methods(self, user: Member) -> list[dict]:
        """The passkey first, if there is one: whoever just made it has no code of an app to type."""
        return sorted(
            super().get_reauthentication_methods(user), key=lambda way: way["id"] != "mfa_reauthenticate:webauthn"
        )

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The overview; whoever has no profile yet is asked for it first."""
        if not hasattr(request.user, "profile"):
            return reverse("corridor:welcome")
        return redirects.overview()

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return reverse("corridor:welcome")

    def get_email_verification_redirect_url(self, email_address: object) -> str:
        return reverse("corridor:profile")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or _SAID.get(message_template or "")
        if said:
            super().add_message(request, level, extra_tags=extra_tags, message=str(said))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Somebody signed up with an address that has an account: its owner is told where to sign in."""
        if Member.objects.filter(emailaddress__email=email, is_active=True).exists():
            self.send_mail("account/email/account_already_exists", email, {})

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Write the mail to the outbox. Of those strangers cause, a mailbox gets ten a day and no more (S-18)."""
        causer = getattr(self.request, "user", None)
        if not (causer and causer.is_authenticated) and not limits.spend(
            "account-mail", _mailbox(email), settings.MAILS_PER_RECIPIENT_PER_DAY, _DAY
        ):
            return
        with transaction.atomic():
            account_emails.send(
                template_prefix,
                to=email,
                member=context.get("user") or Member.objects.filter(emailaddress__email=email).first(),
                code=context.get("code", ""),
                language=_language(),
                now=clock.now(),
            )


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's questions about the second step."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That is not the right code. Codes change every half minute."),
        "unverified_email": _("Confirm your e-mail address first; then you can set up a second step."),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def generate_authenticator_name(self, user: Member, type: str) -> str:
        number = user.authenticator_set.filter(type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the site's own name, whatever the request claims (S-07)."""
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: Member) -> dict:
        return {**super().get_public_key_credential_user_entity(user), "display_name": user.name or user.email}


def _language() -> str:
    return get_language() if get_language() in Member.Language.values else Member.Language.DUTCH


def _mailbox(address: str) -> str:
    """The mailbox behind `address`: ada+1@ and ada+2@ fill the same one."""
    local, _at, domain = normalise_email(address).rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def _box() -> MultiFernet:
    """Locks with the present secret, opens with the ones before it too (S-60)."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(secret)) for secret in secrets])


def _key(secret: str) -> bytes:
    return base64.urlsafe_b64encode(hashlib.sha256(f"corridor.second-factor.{secret}".encode()).digest())
