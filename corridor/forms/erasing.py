"""Does somebody really mean it? The one tick before an account is erased."""

from django import forms
from django.utils.translation import gettext_lazy as _


class EraseForm(forms.Form):
    """The second of the two steps; the first is to show who one is."""

    understood = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick this first, if you are sure.")},
    )
