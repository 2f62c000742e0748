"""What does a member write who asks for an experiment site? What they would like to try there, in a few lines."""

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.forms import fields


class SiteForm(forms.Form):
    """One question to whoever organises the region of the site."""

    text = fields.Lines(
        label=_("What would you like to try, and when?"),
        max_length=600,
        min_length=fields.SHORTEST_SENTENCE,
        widget=forms.Textarea({"rows": 5}),
        error_messages={
            "required": _("Write what you would like to try."),
            "min_length": _("That says little. Write what you want to try."),
        },
    )
