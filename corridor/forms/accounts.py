"""What do sign-up, sign-in and password pages ask? allauth's forms with our fields and our words."""

from allauth.account import forms as allauth
from allauth.core import context
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from corridor import account_history
from corridor.forms.fields import Address
from corridor.models import Member

LABELS = {
    "code": _("Code"),
    "password": _("Password"),
    "oldpassword": _("Your password now"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
}
HINTS = {
    "password1": _("At least 12 characters. A whole sentence is fine, and easier to remember."),
}
MISSING = {
    "code": _("Type the code from the mail."),
    "password": _("Type your password."),
    "oldpassword": _("Type the password you have now."),
    "password1": _("Type a new password."),
    "password2": _("Type the new password once more."),
}


class OurWords:
    """A form of a package, with the words and fields of this site; mixed in before the package's class."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        for name in ("email", "login"):
            if name in self.fields:
                self.fields[name] = Address()
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in MISSING:
                field.help_text = HINTS.get(name, "")
                field.error_messages["required"] = MISSING[name]
        if "code" in self.fields:
            self.fields["code"].widget.attrs.update(inputmode="numeric", spellcheck="false")


class LoginForm(OurWords, allauth.LoginForm):
    """An address is enough: then a code comes by mail. Who made a password may use that instead."""

    def _setup_password_field(self) -> None:
        self.fields["password"].required = False

    def _clean_without_password(self, email: str | None, phone: str | None) -> dict:
        # The package would build its own form here, with its own idea of an address.
        form = RequestCodeForm({"email": email})
        if form.is_valid():
            self.user = form._user
        for message in form.errors.get("email", []):
            self.add_error("login", message)
        return self.cleaned_data


class RequestCodeForm(OurWords, allauth.RequestLoginCodeForm):
    """Asks for a code by mail."""


class SignupForm(OurWords, allauth.SignupForm):
    """One field: the address. The rest of the profile is asked once it is yours."""

    def save(self, request: HttpRequest) -> Member:
        with transaction.atomic():
            return super().save(request)


class LoginCodeForm(OurWords, allauth.ConfirmLoginCodeForm):
    """Takes the code of a sign-in."""

    def clean_code(self) -> str:
        """A wrong code leaves a line of history, about nobody where nobody has the address (S-57, R-27)."""
        try:
            return super().clean_code()
        except ValidationError:
            request = context.request
            account_history.failed(request, request._login_stage.login.user, "code")
            raise


class AddressCodeForm(OurWords, allauth.ConfirmEmailVerificationCodeForm):
    """Takes the code that proves an address."""


class ResetCodeForm(OurWords, allauth.ConfirmPasswordResetCodeForm):
    """Takes the code that allows a new password."""


class ResetPasswordForm(OurWords, allauth.ResetPasswordForm):
    """Asks for a code that allows a new password."""


class NewPasswordForm(OurWords, allauth.ResetPasswordKeyForm):
    """A new password after that code."""


class SetPasswordForm(OurWords, allauth.SetPasswordForm):
    """A first password."""


class ChangePasswordForm(OurWords, allauth.ChangePasswordForm):
    """Another password."""


class ChangeAddressForm(OurWords, allauth.AddEmailForm):
    """Another address; it replaces the present one once its code came back."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.fields["email"] = Address(label=_("New e-mail address"))


class ReauthenticateForm(OurWords, allauth.ReauthenticateForm):
    """Asks for the password once more before something that matters."""
