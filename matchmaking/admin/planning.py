"""What does an organiser fill in to plan a round?"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from corridor.models import Region
from matchmaking.models import Round


class PlanForm(forms.ModelForm):
    """A round to plan. The regions to choose from are those the organiser has; left open it covers all of them."""

    period = fields.Line(label=gettext_lazy("Period"), max_length=20, help_text=gettext_lazy("For example 2026-12."))
    planned_for = forms.DateTimeField(
        label=gettext_lazy("Runs at"), widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(),
        label=gettext_lazy("Regions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen means all regions. Introductions cross regions, so choose at least two."),
    )
    auto_approve_at = forms.DateTimeField(
        label=gettext_lazy("Approves itself at"),
        required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        help_text=gettext_lazy("Empty: nothing leaves before an organiser has approved it."),
    )
    coverage_first = forms.BooleanField(
        label=gettext_lazy("Everybody first"),
        required=False,
        help_text=gettext_lazy("Nobody gets a second introduction before everybody who can has one."),
    )
    long_shots = fields.Number(
        label=gettext_lazy("Long shots, in percent"),
        initial=Round.USUAL_LONG_SHOTS,
        min_value=Round.FEWEST_LONG_SHOTS,
        max_value=Round.MOST_LONG_SHOTS,
        help_text=gettext_lazy(
            "So many of the proposals are marked as the least obvious ones. They are what may surprise."
        ),
    )

    class Meta:
        model = Round
        fields = ("period", "planned_for", "auto_approve_at", "coverage_first", "long_shots")

    def clean(self) -> dict:
        given = super().clean()
        start, itself = given.get("planned_for"), given.get("auto_approve_at")
        if start and not 2000 <= start.year <= 2100:
            raise ValidationError({"planned_for": _("Choose a day in this century.")})
        if start and itself and itself <= start:
            raise ValidationError({"auto_approve_at": _("It cannot approve itself before it runs.")})
        return given
