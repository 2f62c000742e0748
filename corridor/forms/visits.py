"""How does a member say where they will be? A region and the days."""

import datetime as dt

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.forms import choices
from corridor.forms.fields import Day

CHOOSE = _("Choose where you will be.")


class VisitForm(forms.Form):
    """A region, a first day, and a last day when it is more than one."""

    region = choices.RegionChoice(
        label=_("Where will you be?"), error_messages=dict.fromkeys(("required", "invalid_choice"), CHOOSE)
    )
    first_day = Day(label=_("First day"))
    last_day = Day(label=_("Last day"), required=False, help_text=_("Leave it empty for one day."))

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.fields["region"].fill()

    def clean_last_day(self) -> dt.date | None:
        """The first day when no other was written."""
        return self.cleaned_data["last_day"] or self.cleaned_data.get("first_day")
