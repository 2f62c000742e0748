"""What does a newcomer fill in? Two pages: who you are and where you work; what you bring and seek."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.actions.joining import Said, Work
from corridor.forms import choices
from corridor.forms.fields import Line, PersonName, Sentence
from corridor.models import Member, Profile
from corridor.queries import directory


class WorkForm(forms.Form):
    """Where one works, and as what. A name nobody knows yet needs two words about it."""

    organisation = choices.OrganisationWords()
    organisation_near = choices.Near(None)
    title = Line(
        label=gettext_lazy("What you do there"),
        max_length=80,
        error_messages={"required": gettext_lazy("Tell us what you do there.")},
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
    )
    kind = choices.KindChoice(required=False)
    summary = Line(label=gettext_lazy("In one line: what does it do?"), max_length=200, required=False)

    def __init__(self, *args: object, person: Member, **options: object):
        super().__init__(*args, **options)
        self.person = person  # who fills it in: what others proposed is unknown to them
        self.fields["organisation_near"].queryset = directory.visible()
        self.fields["organisation_near"].widget.choices = []
        self.fields["kind"].empty_label = _("Choose a kind")

    def clean(self) -> dict:
        data = super().clean()
        kind, summary = data.get("kind"), data.get("summary")
        is_new = bool(kind or summary)
        found = choices.find_organisation(self, "organisation", "organisation_near", is_new=is_new, person=self.person)
        if not found and "organisation" in data:
            if kind and not summary:
                self.add_error("summary", _("Write one line about it, so that an organiser knows what it is."))
            if summary and not kind:
                self.add_error("kind", _("Choose what kind of organisation it is."))
        data["work"] = Work(
            title=data.get("title", ""),
            organisation=found,
            name=data.get("organisation", ""),
            kind=kind,
            summary=summary or "",
        )
        return data

    @property
    def is_about_a_new_one(self) -> bool:
        """Whether the part about a new organisation stands open."""
        return self.is_bound and bool({"organisation", "kind", "summary"} & set(self.errors))


class WhoForm(WorkForm):
    """The first page."""

    name = PersonName()
    region = choices.RegionChoice()

    field_order = ["name", "organisation", "organisation_near", "title", "region"]

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.fields["region"].fill()


class WhatForm(forms.Form):
    """The second page."""

    primary_layer = choices.MainLayer()
    layers = choices.FurtherLayers()
    offer_topic = choices.TopicWords(label=gettext_lazy("You bring"), required=False)
    offer_near = choices.Near(None)
    offer_sentence = Sentence(
        label=gettext_lazy("In one sentence: what do you bring?"),
        help_text=gettext_lazy("Concrete works best. A machine, a data set, a team, a permit."),
        required=False,
    )
    seek_topic = choices.TopicWords(label=gettext_lazy("You seek"), required=False)
    seek_near = choices.Near(None)
    seek_sentence = Sentence(label=gettext_lazy("And what do you seek?"), required=False)
    pace = forms.TypedChoiceField(
        label=gettext_lazy("How many introductions would you like?"),
        choices=Profile.Pace.choices,
        coerce=int,
        initial=Profile.Pace.ONE,
        widget=forms.RadioSelect,
    )
    consent = forms.BooleanField(label=gettext_lazy("Yes, you may introduce me"), required=False)

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        _prepare_near(self, "offer_near", "seek_near")

    def clean(self) -> dict:
        data = super().clean()
        for side in ("offer", "seek"):
            topic = choices.find_topic(self, f"{side}_topic", f"{side}_near")
            sentence = data.get(f"{side}_sentence", "")
            data[side] = Said(topic, sentence) if topic else None
            if sentence and not topic and f"{side}_topic" not in self.errors:
                self.add_error(f"{side}_topic", _("Choose the topic this is about."))
        if not data["offer"] and not data["seek"] and not {"offer_topic", "seek_topic"} & set(self.errors):
            self.add_error("offer_topic", _("Tell us at least one thing you bring or seek."))
        return data


class ExchangeForm(forms.Form):
    """One more thing somebody brings or seeks."""

    topic = choices.TopicWords(
        label=gettext_lazy("Topic"), error_messages={"required": gettext_lazy("Choose a topic from the list.")}
    )
    near = choices.Near(None)
    sentence = Sentence(label=gettext_lazy("In one sentence"), required=False)

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        _prepare_near(self, "near")

    def clean(self) -> dict:
        data = super().clean()
        data["found"] = choices.find_topic(self, "topic", "near")
        return data


def _prepare_near(form: forms.Form, *names: str) -> None:
    for name in names:
        form.fields[name].queryset = choices.Topic.objects.all()
        form.fields[name].widget.choices = []
