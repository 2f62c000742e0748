"""What does an organiser write about an event? Words in both languages, when, where, for whom and for how many."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from corridor.forms.fresh import Fresh
from corridor.models import Region, Venue
from events.models import Event

_FEW_LINES = forms.Textarea({"rows": 4})
HOUR = dt.timedelta(hours=1)


class WallClock(forms.DateTimeField):
    """A moment as the clock on the wall in Amsterdam says it, as the browser's own field sends it.

    An hour that the clock skips or has twice is asked again, with what could be meant; never guessed (S-56).
    """

    widget = forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")
    AGAIN = {"invalid": gettext_lazy("Write a day and an hour like 2027-03-21 17:00.")}

    def __init__(self, **options: object):
        super().__init__(error_messages=self.AGAIN, **options)

    def to_python(self, value: object) -> dt.datetime | None:
        try:
            moment = super().to_python(value)
        except ValidationError as error:
            if error.code == "ambiguous_timezone":
                raise _neither(error.params["datetime"]) from error
            raise
        if moment and not 2000 <= moment.year <= 2100:
            raise ValidationError(_("Choose a day in this century."), code="year")
        return moment


def _neither(named: dt.datetime) -> ValidationError:
    """What to say of an hour on the wall that is no single moment: the clock has it never, or twice."""
    choices = {"before": f"{named - HOUR:%H:%M}", "after": f"{named + HOUR:%H:%M}"}
    moment = named.replace(tzinfo=Event.ZONE)
    if moment.astimezone(dt.UTC).astimezone(Event.ZONE).replace(tzinfo=None) != named:
        return ValidationError(
            _("That night the clock skips this hour. Choose %(before)s or %(after)s.") % choices, code="skipped"
        )
    return ValidationError(
        _("That night the clock has this hour twice. Choose %(before)s or %(after)s.") % choices, code="twice"
    )


def refuse_an_end_before_it_begins(given: dict[str, object]) -> None:
    """What a form about an event or a session says of its hours. Raises ValidationError, beside the field."""
    starts, ends = given.get("starts_at"), given.get("ends_at")
    if starts and ends and ends <= starts:
        raise ValidationError({"ends_at": _("It cannot end before it begins.")})


class WordsForm(Fresh, forms.ModelForm):
    """What may change as long as the event is not over, and guests need not be told of."""

    title_nl = fields.Line(label=gettext_lazy("Title (Dutch)"), max_length=120)
    title_en = fields.Line(label=gettext_lazy("Title (English)"), max_length=120)
    summary_nl = fields.Lines(label=gettext_lazy("What it is about (Dutch)"), max_length=600, widget=_FEW_LINES)
    summary_en = fields.Lines(label=gettext_lazy("What it is about (English)"), max_length=600, widget=_FEW_LINES)
    capacity = fields.Number(label=gettext_lazy("Places"), min_value=1, max_value=5000)
    ABOUT = ("title_nl", "title_en", "summary_nl", "summary_en")
    GUESTS = (
        *("capacity", "audience", "approves", "allows_companion"),
        *("asks_needs", "asks_photo", "shows_guests", "languages"),
    )
    TOUCHES = ("layers", "synergies", "topics")

    class Meta:
        model = Event
        fields = (
            *("title_nl", "title_en", "summary_nl", "summary_en"),
            *("capacity", "audience", "approves", "allows_companion"),
            *("asks_needs", "asks_photo", "shows_guests", "languages"),
            *("layers", "synergies", "topics"),
        )
        widgets = dict.fromkeys(("layers", "synergies", "topics"), forms.CheckboxSelectMultiple)


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
    room = fields.Line(label=gettext_lazy("Room"), max_length=80, required=False)
    starts_at = WallClock(label=gettext_lazy("Starts"))
    ends_at = WallClock(label=gettext_lazy("Ends"))

    STANDS = ("kind", "region", "venue", "room", "online_at", "starts_at", "ends_at")

    class Meta(WordsForm.Meta):
        fields = (*("kind", "region", "venue", "room", "online_at", "starts_at", "ends_at"), *WordsForm.Meta.fields)

    def clean(self) -> dict:
        given = super().clean()
        refuse_an_end_before_it_begins(given)
        return given


class CloneForm(forms.Form):
    """When the copy begins; how long it lasts, and everything but its guests, it has from the event it copies."""

    starts_at = WallClock(label=gettext_lazy("The new one starts"))
