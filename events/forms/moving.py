"""Where and when is an announced event to be instead, and why? Every guest reads the answer."""

from django import forms
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from corridor.forms.fresh import Fresh
from corridor.models import Venue
from events.forms.event import WallClock


class MoveForm(Fresh, forms.Form):
    """Begins with what stands; an hour that the clock skips or has twice is asked again (S-56)."""

    starts_at = WallClock(label=gettext_lazy("Starts"))
    ends_at = WallClock(label=gettext_lazy("Ends"))
    venue = forms.ModelChoiceField(Venue.objects.all(), label=gettext_lazy("Venue"), required=False)
    room = fields.Line(label=gettext_lazy("Room"), max_length=80, required=False)
    online_at = fields.Line(
        label=gettext_lazy("Where online"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In words, when there is no venue to go to."),
    )
    because = fields.Line(label=gettext_lazy("Because (your guests read this)"), max_length=400)
