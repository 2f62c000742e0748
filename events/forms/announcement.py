"""What does a host write to guests, and to which of them? (F083)"""

from django import forms
from django.utils.translation import gettext_lazy

from corridor.forms import fields
from corridor.forms.fresh import Fresh
from corridor.models import Region, StackLayer
from events.forms.event import WallClock
from events.models import Announcement, Registration

State = Registration.State
_SOME_LINES = forms.Textarea({"rows": 6})
_EITHER, _YES, _NO = "", "yes", "no"


class AnnouncementForm(Fresh, forms.Form):
    """The words in both languages, and the segment: what is left empty does not narrow it."""

    subject_nl = fields.Line(label=gettext_lazy("Subject (Dutch)"), max_length=70, min_length=6)
    subject_en = fields.Line(label=gettext_lazy("Subject (English)"), max_length=70, min_length=6)
    text_nl = fields.Lines(label=gettext_lazy("Text (Dutch)"), max_length=2000, widget=_SOME_LINES)
    text_en = fields.Lines(label=gettext_lazy("Text (English)"), max_length=2000, widget=_SOME_LINES)
    states = forms.MultipleChoiceField(
        label=gettext_lazy("How they stand"),
        choices=[(state, state.label) for state in Registration.STANDING],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    arrived = forms.ChoiceField(
        label=gettext_lazy("At the door"),
        choices=[
            (_EITHER, gettext_lazy("either")),
            (_YES, gettext_lazy("was let in")),
            (_NO, gettext_lazy("was not let in")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    regions = forms.ModelMultipleChoiceField(
        Region.objects.filter(kind=Region.Kind.CORRIDOR_REGION).order_by("name"),
        label=gettext_lazy("From these regions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    layers = forms.ModelMultipleChoiceField(
        StackLayer.objects.order_by("number"),
        label=gettext_lazy("On these layers"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    listed = forms.BooleanField(
        label=gettext_lazy("Only who agreed to be seen by other guests"),
        required=False,
    )

    @classmethod
    def of(cls, announcement: Announcement | None, data: object = None) -> "AnnouncementForm":
        """The form about `announcement`, or an empty one."""
        if announcement is None:
            return cls(data, initial={"states": [State.CONFIRMED], "arrived": _EITHER})
        segment = announcement.segment
        arrived = {None: _EITHER, True: _YES, False: _NO}[segment.get("arrived")]
        words = {name: getattr(announcement, name) for name in ("subject_nl", "subject_en", "text_nl", "text_en")}
        narrow = {
            "states": segment.get("states", []),
            "arrived": arrived,
            "regions": segment.get("regions", []),
            "layers": list(
                StackLayer.objects.filter(number__in=segment.get("layers", [])).values_list("pk", flat=True)
            ),
            "listed": bool(segment.get("listed")),
        }
        return cls(data, initial={**words, **narrow})

    @property
    def facts(self) -> dict[str, object]:
        """The columns of the announcement."""
        given = self.cleaned_data
        segment = {
            "states": given["states"],
            "arrived": {_EITHER: None, _YES: True, _NO: False}[given["arrived"]],
            "regions": [region.pk for region in given["regions"]],
            "layers": [layer.number for layer in given["layers"]],
            "listed": given["listed"] or None,
        }
        return {name: given[name] for name in ("subject_nl", "subject_en", "text_nl", "text_en")} | {"segment": segment}


class MomentForm(forms.Form):
    """When a scheduled announcement goes, by the clock on the wall (S-56)."""

    send_at = WallClock(label=gettext_lazy("Send at"))
