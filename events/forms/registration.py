"""What does a guest fill in? What the event asks for, and nothing else; each consent is a tick of its own.

The same fields serve registering and changing it afterwards.
"""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from events.actions.details import Details
from events.models import Event, Needs, Question, Registration

ACTS = ("register", "accept", "cancel", "attendance")
QUESTION = "question_"


class ActForm(forms.Form):
    """Which button was pressed, and what goes with those that need no more than a tick or a line."""

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    hides_attendance = forms.BooleanField(required=False)
    because = fields.Line(max_length=200, required=False)


class DetailsForm(forms.Form):
    """What this event asks of a guest. `asks_needs`: diet and access too, once the place is theirs or will be."""

    companion = fields.PersonName(
        label=gettext_lazy("Who comes along"),
        required=False,
        help_text=gettext_lazy("One person, by name. Together you take two places."),
        # Blank, but there: by it the page knows whether a name is written (events.css).
        widget=forms.TextInput({"placeholder": " "}),
    )
    companion_agrees = forms.BooleanField(
        label=gettext_lazy("They know that I write their name here, and agree"), required=False
    )
    photo = forms.ChoiceField(
        label=gettext_lazy("Photos are taken"),
        choices=[choice for choice in Registration.Photo.choices if choice[0]],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether photos of you are fine.")},
    )
    is_listed = forms.BooleanField(
        label=gettext_lazy("Other guests may see that I come"),
        required=False,
        help_text=gettext_lazy("By name and organisation. Without the tick nobody but the host sees you on the list."),
    )
    diet = fields.Line(label=gettext_lazy("What do you not eat?"), max_length=200, required=False)
    access = fields.Line(
        label=gettext_lazy("What do you need to take part?"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example a step-free way in, or a seat near the front."),
    )
    needs_agreed = forms.BooleanField(
        label=gettext_lazy("The host of this event may read this. It is forgotten two weeks after."), required=False
    )

    def __init__(self, *args: object, event: Event, questions: list[Question], asks_needs: bool, **options: object):
        super().__init__(*args, **options)
        asked = {
            "companion": event.allows_companion,
            "companion_agrees": event.allows_companion,
            "photo": event.asks_photo,
            "is_listed": event.shows_guests,
            **dict.fromkeys(("diet", "access", "needs_agreed"), event.asks_needs and asks_needs),
        }
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]
        self.questions = questions
        for question in questions:
            self.fields[f"{QUESTION}{question.pk}"] = _field_of(question)

    def clean(self) -> dict:
        given = super().clean()
        if given.get("companion") and not given.get("companion_agrees"):
            self.add_error("companion_agrees", _("Ask them first, then tick this."))
        if (given.get("diet") or given.get("access")) and not given.get("needs_agreed"):
            self.add_error("needs_agreed", _("Without this we may not keep it. Tick it, or leave the lines empty."))
        return given

    def details(self) -> Details:
        """What was said, for the actions."""
        given = self.cleaned_data
        return Details(
            companion=given.get("companion", ""),
            photo=given.get("photo", ""),
            is_listed=given.get("is_listed", False),
            answers={question.pk: _stored(given[f"{QUESTION}{question.pk}"]) for question in self.questions},
            needs=(given["diet"], given["access"]) if "diet" in self.fields else None,
        )


def said_before(details: Details, needs: Needs | None) -> dict[str, object]:
    """What was said earlier, as the form's initial values."""
    return {
        "companion": details.companion,
        "companion_agrees": bool(details.companion),
        "photo": details.photo,
        "is_listed": details.is_listed,
        "diet": needs.diet if needs else "",
        "access": needs.access if needs else "",
        "needs_agreed": needs is not None,
        **{f"{QUESTION}{number}": value for number, value in details.answers.items()},
    }


class HandOverForm(forms.Form):
    """Who takes the place over."""

    address = fields.Address(label=gettext_lazy("Their e-mail address"))


def _field_of(question: Question) -> forms.Field:
    kind, options = question.kind, {"label": question.text, "required": question.is_required}
    if kind == Question.Kind.TICK:
        return forms.BooleanField(**options)
    if kind == Question.Kind.CHOICE:
        choices = [(str(number), words) for number, words in enumerate(question.in_language("choices"))]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **options)
    return fields.Line(max_length=400, **options)


def _stored(value: object) -> str:
    """A tick is "yes" or empty, a choice its number, a line itself."""
    return "yes" if value is True else str(value or "")
