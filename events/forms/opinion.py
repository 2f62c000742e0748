"""What does somebody who came fill in? One mark, and one line if they like."""

from django import forms
from django.utils.translation import gettext_lazy

from corridor.forms import fields

MARKS = [
    (5, gettext_lazy("5 · very much")),
    (4, gettext_lazy("4 · yes")),
    (3, gettext_lazy("3 · so-so")),
    (2, gettext_lazy("2 · hardly")),
    (1, gettext_lazy("1 · not at all")),
]


class OpinionForm(forms.Form):
    """The page behind the question."""

    marks = forms.TypedChoiceField(
        label=gettext_lazy("Was it worth your evening?"), choices=MARKS, coerce=int, widget=forms.RadioSelect
    )
    line = fields.Line(
        label=gettext_lazy("What should be different next time?"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Leave out names, also your own: hosts read this line as you write it."),
    )
