"""What can a member change on their profile page? Small forms, each saved on its own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor.forms import choices
from corridor.forms.fields import Day, PersonName, Phone, Sentence
from corridor.models import Member, Profile, Region


class AboutForm(forms.Form):
    """Name, language, and the number that is handed over after twice yes."""

    name = PersonName()
    phone = Phone(
        label=_("Telephone"),
        help_text=_("Only for somebody you are introduced to, after you both said yes."),
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of our mails"), choices=Member.Language.choices)


class MatchingForm(forms.Form):
    """Place, layers and pace."""

    region = choices.RegionChoice()
    primary_layer = choices.MainLayer()
    layers = choices.FurtherLayers()
    pace = forms.TypedChoiceField(
        label=_("How many introductions would you like?"),
        choices=Profile.Pace.choices,
        coerce=int,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, tree: dict[int, Region] | None = None, **options: object):
        super().__init__(*args, **options)
        self.fields["region"].fill(tree)


class ChangeExchangeForm(forms.Form):
    """Another sentence, or another day until which it holds."""

    sentence = Sentence(label=_("In one sentence"), required=False)
    valid_until = Day(label=_("Valid until"))


class PauseForm(forms.Form):
    """The day on which introductions begin again."""

    until = Day(label=_("Until"), help_text=_("On that day the pause ends by itself."))
