"""What can be said to a proposal? One of three answers, and for "not now" the month to ask again."""

import datetime as dt

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from matchmaking.dates import NOT_NOW_MONTHS, first_of_month, months_to_choose
from matchmaking.models import OptIn


class AnswerForm(forms.Form):
    """The pressed button is the answer; the month counts only with "not now"."""

    answer = forms.ChoiceField(choices=OptIn.Answer.choices)
    month = forms.TypedChoiceField(
        label=_("Ask again in"), required=False, coerce=dt.date.fromisoformat, empty_value=None
    )

    def __init__(self, *args: object, today: dt.date, **kwargs: object):
        super().__init__(*args, **kwargs)
        months = months_to_choose(today)
        self.fields["month"].choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]
        self.fields["month"].initial = first_of_month(today, NOT_NOW_MONTHS).isoformat()
