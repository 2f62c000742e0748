"""What does the registration box send? Which button was pressed, and whether others may know."""

from django import forms

ACTS = ("register", "cancel", "attendance")


class RegistrationForm(forms.Form):
    """The box on the event's page; without the tick nothing is hidden."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    hides_attendance = forms.BooleanField(required=False)
