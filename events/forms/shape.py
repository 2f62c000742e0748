"""What does an organiser write about the shape of an event? Questions, roles, kept places, and whom to invite."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import text
from corridor.forms import fields
from corridor.forms.fresh import Fresh
from corridor.forms.known_member import KnownMember
from corridor.models import Member, Organisation, Region
from events.models import EventStaff, Question


class Choices(fields.Lines):
    """One choice a line; cleans to the list of them, as the form also shows it."""

    widget = forms.Textarea({"rows": 3})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: object) -> list[str]:
        lines = [text.tidy(line) for line in super().clean(value).splitlines()]
        found = [line for line in lines if line]
        if any(len(line) > 80 for line in found):
            raise ValidationError(_("Keep each choice within 80 characters."), code="long")
        if len(found) > Question.MOST_CHOICES or len(set(found)) < len(found):
            raise ValidationError(
                _("Write up to %(most)s choices, each once.") % {"most": Question.MOST_CHOICES}, code="choices"
            )
        return found


class QuestionForm(Fresh, forms.ModelForm):
    """One question, in both languages; the choices only where one is to choose."""

    text_nl = fields.Line(label=gettext_lazy("Question (Dutch)"), max_length=200)
    text_en = fields.Line(label=gettext_lazy("Question (English)"), max_length=200)
    choices_nl = Choices(label=gettext_lazy("Choices (Dutch), one a line"), required=False)
    choices_en = Choices(label=gettext_lazy("Choices (English), one a line"), required=False)

    class Meta:
        model = Question
        fields = ("text_nl", "text_en", "kind", "choices_nl", "choices_en", "is_required")

    def clean(self) -> dict:
        given = super().clean()
        if given.get("kind") != Question.Kind.CHOICE:
            return given | {"choices_nl": [], "choices_en": []}
        dutch, english = given.get("choices_nl"), given.get("choices_en")
        if dutch is not None and english is not None and (len(dutch) != len(english) or len(dutch) < 2):
            raise ValidationError({"choices_nl": _("Write two choices at least, and as many in each language.")})
        return given


class StaffForm(forms.Form):
    """Who hosts or stands at the door."""

    role = forms.ChoiceField(choices=EventStaff.Role, label=gettext_lazy("Role"), initial=EventStaff.Role.DOOR)

    def __init__(self, *args: object, among: QuerySet[Member], **options: object):
        super().__init__(*args, **options)
        self.fields["member"] = KnownMember(among=among, label=gettext_lazy("Member, by e-mail address"))


class HeldForm(forms.Form):
    """Places that wait for a region, or for a sort of actor."""

    places = fields.Number(label=gettext_lazy("Places"), min_value=1, max_value=5000)
    region = forms.ModelChoiceField(Region.objects.all(), label=gettext_lazy("For a region"), required=False)
    helix = forms.ChoiceField(
        choices=[("", "–"), *Organisation.Helix.choices], label=gettext_lazy("Or for a sort of actor"), required=False
    )

    def clean(self) -> dict:
        given = super().clean()
        if not self.errors and bool(given.get("region")) == bool(given.get("helix")):
            raise ValidationError(_("Choose a region, or a sort of actor."), code="sort")
        return given


class InviteForm(forms.Form):
    """Whom to invite."""

    def __init__(self, *args: object, among: QuerySet[Member], **options: object):
        super().__init__(*args, **options)
        self.fields["member"] = KnownMember(among=among, label=gettext_lazy("Member, by e-mail address"))


class AddForm(InviteForm):
    """Whom to give a place at once, and why."""

    because = fields.Line(label=gettext_lazy("Because (stays in the history)"), max_length=200)
    field_order = ("member", "because")
