"""Where does one see every component? One public page with an example of each, and how a template calls it."""

from types import SimpleNamespace

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from corridor import access
from corridor.models import Region, StackLayer
from corridor.templatetags import section, state_words


class Example(forms.Form):
    """One field of every kind, refused on purpose."""

    name = forms.CharField(label=_("Label above"), help_text=_("A hint between label and field."), required=False)
    topic = forms.CharField(label=_("With an error"))
    pace = forms.ChoiceField(label=_("A choice"), choices=[("1", _("once a month")), ("2", _("twice a month"))])
    answer = forms.ChoiceField(
        label=_("Whole cards"), widget=forms.RadioSelect, choices=[("yes", _("Yes")), ("not_now", _("Not now"))]
    )
    days = forms.MultipleChoiceField(
        label=_("Several"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        choices=[("mon", WEEKDAYS[0]), ("fri", WEEKDAYS[4])],
    )
    agree = forms.BooleanField(label=_("A plain checkbox"))

    def clean_topic(self) -> str:
        raise forms.ValidationError(_("Everybody seeks that. Say what you want to do with it."))


@access.public
def components(request: HttpRequest) -> HttpResponse:
    """The gallery. Names and figures in it are invented; layers and shapes come from the database."""
    layers = list(StackLayer.objects.all())
    numbers = [layer.number for layer in layers] or [2, 5]
    low, high = numbers[min(1, len(numbers) - 1)], numbers[min(4, len(numbers) - 1)]
    form = Example({"name": _("Filled in"), "topic": "AI", "pace": "1", "answer": "yes", "agree": "on"})
    context = {
        "layers": layers,
        "marks": [Region(name=label, mark=mark) for mark, label in Region.Mark.choices],
        "lines": state_words.LINES,
        "states": sorted(state_words.STATES),
        "form": form,
        "page": SimpleNamespace(
            start_index=25,
            end_index=48,
            paginator=SimpleNamespace(count=81),
            has_previous=True,
            has_next=True,
            previous_page_number=1,
            next_page_number=3,
        ),
        "low": low,
        "high": high,
        "brings": {low},
        "seeks": {high},
        "section": _section(layers),
    }
    return render(request, "corridor/components.html", context)


def _section(layers: list[StackLayer]) -> section.Section:
    """An invented corridor: two hills, a valley, one arc in each line style."""
    numbers = [layer.number for layer in layers]
    hills = [[2, 3, 6, 6, 14, 16, 4], [1] * 7, [3, 15, 3, 2, 7, 5, 12]]
    places = [
        section.Place(name, name != "…", dict(zip(numbers, hill, strict=False)), named_when_narrow=True)
        for name, hill in zip(("West", "…", "East"), hills, strict=True)
    ]
    arcs = [section.Arc(0, low, 2, high, state) for low, high, state in _ties(numbers)]
    return section.Section(places, {layer.number: layer.name for layer in layers}, arcs)


def _ties(numbers: list[int]) -> list[tuple[int, int, str]]:
    if len(numbers) < 7:
        return []
    return [(numbers[5], numbers[6], "met"), (numbers[4], numbers[1], "accepted"), (numbers[2], numbers[4], "sent")]
