"""What do the pages of the second step ask? allauth's forms in our words."""

import struct
from collections.abc import Callable
from typing import TypeVar

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from corridor import account_history
from corridor.forms.accounts import OurWords
from corridor.forms.fields import Line


class AuthenticateForm(OurWords, base.AuthenticateForm):
    """A code of the app, or a recovery code, while signing in."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        _name_code(self)


class ReauthenticateForm(OurWords, base.ReauthenticateForm):
    """The same, before something that matters."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        _name_code(self)


class ActivateTOTPForm(OurWords, totp.ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.fields["code"].label = _("Code in the app")
        self.fields["code"].error_messages["required"] = _("Type the code that the app shows now.")


Read = TypeVar("Read")
# What reading half a credential can end in; each is the same no.
_UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, struct.error)


def _credential(read: Callable[[], Read]) -> Read:
    """What `read` reads. Raises ValidationError where allauth would stumble over what a browser claims to be one."""
    try:
        return read()
    except _UNREADABLE as error:
        raise get_adapter().validation_error("incorrect_code") from error


class AddPasskeyForm(OurWords, webauthn.AddWebAuthnForm):
    """A passkey and its name."""

    def clean_credential(self) -> dict:
        """allauth checks only what is true in Python: it would keep `0` or `false`, unread, as a passkey."""
        credential = self.cleaned_data["credential"]
        if not isinstance(credential, dict) or not credential:
            raise get_adapter().validation_error("incorrect_code")
        return credential

    def clean(self) -> dict:
        return _credential(super().clean)

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.fields["name"] = Line(
            label=_("Name of this passkey"),
            help_text=_("So that you know later which device it is."),
            max_length=80,
            required=False,
            initial=self.fields["name"].initial,
        )
        self.fields["passwordless"].label = _("Sign in with this alone")
        self.fields["passwordless"].help_text = _(
            "No code by mail then. Your device asks for a fingerprint, your face or its PIN."
        )


class RenamePasskeyForm(OurWords, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.fields["name"] = Line(label=_("Name of this passkey"), max_length=80)


class UsePasskeyForm(webauthn.AuthenticateWebAuthnForm):
    """A passkey as the second step."""

    def clean_credential(self) -> Authenticator:
        """A passkey that is none leaves a line of history, unless it names nobody whose it could be (S-57)."""
        try:
            return _credential(super().clean_credential)
        except ValidationError:
            if self.user:
                account_history.failed(context.request, self.user, "second step")
            raise


class SignInByPasskeyForm(UsePasskeyForm, webauthn.LoginWebAuthnForm):
    """A passkey instead of a code by mail."""


class ShowPasskeyAgainForm(UsePasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    """A passkey before something that matters."""


def _name_code(form: base.BaseAuthenticateForm) -> None:
    form.fields["code"].label = _("Code")
    form.fields["code"].help_text = _("The six digits your app shows now, or one of your recovery codes.")
    form.fields["code"].error_messages["required"] = _("Type the code that the app shows now.")
