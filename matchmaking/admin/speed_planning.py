"""What does an organiser fill in to have speed meetings proposed?"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from events import speed_rules as facts_rules
from events.models import Event
from matchmaking import speed_rules
from matchmaking.models import SpeedPlan
from matchmaking.queries import speed_guests


class SpeedPlanForm(forms.ModelForm):
    """An event, and how its turns should run. The events to choose from are those the organiser has."""

    evening = forms.ModelChoiceField(Event.objects.none(), label=gettext_lazy("Event"))
    turns = fields.Number(
        label=gettext_lazy("Turns"),
        min_value=1,
        max_value=facts_rules.MOST_TURNS,
        initial=SpeedPlan.turns.field.default,
    )
    seats = fields.Number(
        label=gettext_lazy("Seats at a table"),
        min_value=SpeedPlan.FEWEST_SEATS,
        max_value=SpeedPlan.MOST_SEATS,
        initial=SpeedPlan.seats.field.default,
        help_text=gettext_lazy("Two: guests meet one by one. Of an odd number three sit together."),
    )
    minutes = fields.Number(
        label=gettext_lazy("Minutes a turn"), min_value=1, max_value=facts_rules.MOST_MINUTES, initial=8
    )
    pause_minutes = fields.Number(
        label=gettext_lazy("Minutes between turns"), min_value=0, max_value=facts_rules.MOST_PAUSE, initial=2
    )

    class Meta:
        model = SpeedPlan
        fields = ("turns", "seats", "minutes", "pause_minutes", "only_arrived")

    def clean(self) -> dict:
        given = super().clean()
        if self.errors:
            return given
        asked = {"turns": given["turns"], "only_arrived": given["only_arrived"]}
        count = len(speed_guests.rows(given["evening"], **asked))
        if why_not := speed_rules.why_not_turns(count, given["turns"], given["seats"]):
            raise ValidationError({"turns": why_not})
        return given
