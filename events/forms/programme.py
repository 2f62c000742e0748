"""What does a host write about a session, and who makes the event possible? (F082)"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from corridor.forms.fresh import Fresh
from corridor.models import Organisation
from events.forms.event import WallClock, refuse_an_end_before_it_begins
from events.models import Event, Session

MOST_SPEAKERS = 12
_FEW_LINES = forms.Textarea({"rows": 3})


class SessionForm(Fresh, forms.ModelForm):
    """One session; the hours are local, and one that the clock skips or has twice is asked again (S-56)."""

    title_nl = fields.Line(label=gettext_lazy("Title (Dutch)"), max_length=120)
    title_en = fields.Line(label=gettext_lazy("Title (English)"), max_length=120)
    summary_nl = fields.Lines(
        label=gettext_lazy("What it is about (Dutch)"), max_length=600, required=False, widget=_FEW_LINES
    )
    summary_en = fields.Lines(
        label=gettext_lazy("What it is about (English)"), max_length=600, required=False, widget=_FEW_LINES
    )
    starts_at = WallClock(label=gettext_lazy("Starts"))
    ends_at = WallClock(label=gettext_lazy("Ends"))
    room = fields.Line(label=gettext_lazy("Room"), max_length=80, required=False)
    speakers = fields.Lines(
        label=gettext_lazy("Who speaks"),
        max_length=2000,
        required=False,
        widget=_FEW_LINES,
        help_text=gettext_lazy("One on each line: the name, a comma, and what they are."),
    )

    class Meta:
        model = Session
        fields = ("title_nl", "title_en", "summary_nl", "summary_en", "starts_at", "ends_at", "room")

    def __init__(self, *args: object, event: Event, **options: object):
        session = options.get("instance")
        if session is not None:
            rows = (", ".join(part for part in (one.name, one.described_as) if part) for one in session.speakers.all())
            options["initial"] = {"speakers": "\n".join(rows)}
        else:
            options["initial"] = {"starts_at": event.starts_at, "ends_at": event.ends_at}
        super().__init__(*args, **options)

    def clean_speakers(self) -> list[tuple[str, str]]:
        """Name and what they are, of each line that says something."""
        lines = [line.strip() for line in self.cleaned_data["speakers"].splitlines() if line.strip()]
        if len(lines) > MOST_SPEAKERS:
            raise ValidationError(_("At most %(most)s speakers in one session.") % {"most": MOST_SPEAKERS})
        parts = [line.partition(",") for line in lines]
        found = [(name.strip(), words.strip()) for name, _comma, words in parts]
        if any(not name for name, _words in found):
            raise ValidationError(_("Begin each line with a name."))
        if any(len(name) > 120 or len(words) > 160 for name, words in found):
            raise ValidationError(_("One of these lines is too long."))
        return found

    def clean(self) -> dict:
        given = super().clean()
        refuse_an_end_before_it_begins(given)
        return given

    @property
    def facts(self) -> dict[str, object]:
        """The columns, without who speaks."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class SponsorForm(forms.Form):
    """An organisation of the corridor, and what it gives."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.filter(verified_at__isnull=False).order_by("name"), label=gettext_lazy("Organisation")
    )
    gives = fields.Line(label=gettext_lazy("Gives"), max_length=120, required=False)
