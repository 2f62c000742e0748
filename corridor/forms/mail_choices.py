"""How often which mail, on one form: a row of choices for every category, and what was stopped one by one."""

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor import mailings
from corridor.models import MailPreference

Category, Pace = MailPreference.Category, MailPreference.Pace


class MailChoicesForm(forms.Form):
    """One field a category, named like it; `again`: kinds stopped one by one that one wants back."""

    again = forms.MultipleChoiceField(
        label=_("Stopped one by one. Tick what you want again."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: object, paces: Mapping[str, str], stopped: Iterable[str], **options: object):
        super().__init__(*args, **options)
        for category in Category:
            self.fields[category.value] = forms.ChoiceField(
                label=category.label.capitalize(),
                help_text=mailings.ABOUT[category],
                choices=Pace.choices,
                widget=forms.RadioSelect,
                initial=paces[category],
            )
        self.fields["again"].choices = [(kind, mailings.what_stops(kind)) for kind in stopped]

    @property
    def categories(self) -> list[forms.BoundField]:
        """The four rows of the form."""
        return [self[category.value] for category in Category]

    def chosen(self) -> dict[str, str]:
        """Category -> pace, of a form that is valid."""
        return {category.value: self.cleaned_data[category.value] for category in Category}
