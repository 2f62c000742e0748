"""What does an organiser write about an event? Words in both languages, when, where and for how many."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from corridor.models import Region, Venue
from events.models import Event

# Local time, as the browser's own field sends it. An hour that the clock skips or has twice is asked again (S-56).
_WIDGET = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")

_FEW_LINES = forms.Textarea({"rows": 4})


class WordsForm(forms.ModelForm):
    """What may change as long as the event is not over."""

    title_nl = fields.Line(label=gettext_lazy("Title (Dutch)"), max_length=120)
    title_en = fields.Line(label=gettext_lazy("Title (English)"), max_length=120)
    summary_nl = fields.Lines(label=gettext_lazy("What it is about (Dutch)"), max_length=600, widget=_FEW_LINES)
    summary_en = fields.Lines(label=gettext_lazy("What it is about (English)"), max_length=600, widget=_FEW_LINES)
    capacity = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=5000)

    class Meta:
        model = Event
        fields = ("title_nl", "title_en", "summary_nl", "summary_en", "capacity", "languages", "layers")
        widgets = {"layers": forms.CheckboxSelectMultiple}


class EventForm(WordsForm):
    """A draft: all of it."""

    region = forms.ModelChoiceField(Region.objects.none(), label=gettext_lazy("Region"))
    venue = forms.ModelChoiceField(Venue.objects.all(), label=gettext_lazy("Venue"), required=False)
    online_at = fields.Line(
        label=gettext_lazy("Where online"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("In words, when there is no venue to go to."),
    )
    starts_at = forms.DateTimeField(label=gettext_lazy("Starts"), widget=_WIDGET)
    ends_at = forms.DateTimeField(label=gettext_lazy("Ends"), widget=_WIDGET)

    class Meta(WordsForm.Meta):
        fields = (
            "kind",
            *WordsForm.Meta.fields[:4],
            "region",
            "venue",
            "online_at",
            "starts_at",
            "ends_at",
            *WordsForm.Meta.fields[4:],
        )

    def clean(self) -> dict:
        given = super().clean()
        starts, ends = given.get("starts_at"), given.get("ends_at")
        if starts and not 2000 <= starts.year <= 2100:
            raise ValidationError({"starts_at": _("Choose a day in this century.")})
        if starts and ends and ends <= starts:
            raise ValidationError({"ends_at": _("It cannot end before it begins.")})
        return given
