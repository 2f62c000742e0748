"""What can a member tell matchmaking? Answers, promises, what two do together, and whom they would like to meet."""

import datetime as dt

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from corridor.forms import choices, fields
from corridor.models import Member, Synergy
from corridor.queries import directory, organisations
from matchmaking import after_rules
from matchmaking.dates import NOT_NOW_MONTHS, first_of_month, months_to_choose
from matchmaking.models import Collaboration, FollowUp, OptIn


class SynergyChoice(forms.ModelChoiceField):
    """A synergy by its letter and name."""

    def label_from_instance(self, synergy: Synergy) -> str:
        return f"{synergy.letter} · {synergy.name}"


class AnswerForm(forms.Form):
    """The pressed button is the answer; the month counts only with "not now"."""

    answer = forms.ChoiceField(choices=OptIn.Answer.choices)
    month = forms.TypedChoiceField(
        label=_("Ask again in"), required=False, coerce=dt.date.fromisoformat, empty_value=None
    )

    def __init__(self, *args: object, today: dt.date, **kwargs: object):
        super().__init__(*args, **kwargs)
        months = months_to_choose(today)
        self.fields["month"].choices = [(month.isoformat(), date_format(month, "F Y")) for month in months]
        self.fields["month"].initial = first_of_month(today, NOT_NOW_MONTHS).isoformat()


class PromiseForm(forms.Form):
    """One line and a day."""

    line = fields.Line(
        label=_("What you promised"),
        max_length=FollowUp._meta.get_field("line").max_length,
        error_messages={"required": _("Write in one line what you promised.")},
    )
    due_on = fields.Day(
        label=pgettext_lazy("deadline", "By"),
        error_messages={"required": _("Choose a day from tomorrow up to six months ahead.")},
    )

    def __init__(self, *args: object, now: dt.datetime, **kwargs: object):
        super().__init__(*args, **kwargs)
        bounds = {"min": after_rules.first_day(now).isoformat(), "max": after_rules.last_day(now).isoformat()}
        self.fields["due_on"].widget.attrs |= bounds


class CollaborationForm(forms.Form):
    """One line, the synergy it belongs to, and how far it is."""

    line = fields.Line(
        label=_("What you do together"),
        max_length=Collaboration._meta.get_field("line").max_length,
        help_text=_("One line, without names of people: it may become public."),
        error_messages={"required": _("Write in one line what you do together.")},
    )
    synergy = SynergyChoice(Synergy.objects.all(), label=_("Synergy"), required=False, empty_label=_("None of these"))
    stage = forms.ChoiceField(label=_("How far it is"), choices=Collaboration.Stage.choices)


class Person(forms.ModelChoiceField):
    """One of some members, by name."""

    def label_from_instance(self, member: Member) -> str:
        return member.label


class NotThisPersonForm(forms.Form):
    """Somebody one was asked about, and would rather not meet."""

    person = Person(None, label=_("Somebody we asked you about"), empty_label=_("Choose a person"))

    def __init__(self, *args: object, among: QuerySet[Member], **options: object):
        super().__init__(*args, **options)
        self.fields["person"].queryset = among


class KnownOrganisationForm(forms.Form):
    """An organisation by its name, one that is known; cleans to the Organisation as `found`."""

    organisation = choices.OrganisationWords(
        label=_("Organisation"), error_messages={"required": _("Write the name of an organisation.")}
    )
    organisation_near = choices.Near(None)

    def __init__(self, *args: object, person: Member, **options: object):
        super().__init__(*args, **options)
        self.person = person
        self.fields["organisation"].widget.attrs["autocomplete"] = "off"  # it is not where they work
        self.fields["organisation_near"].queryset = directory.visible()
        self.fields["organisation_near"].widget.choices = []

    def clean(self) -> dict:
        given = super().clean()
        typed = given.get("organisation", "")
        given["found"] = (organisations.known(typed, to=self.person) if typed else None) or given.get(
            "organisation_near"
        )
        if typed and not given["found"]:
            self.fields["organisation_near"].show(organisations.near(typed))
            self.add_error("organisation", _("We know no organisation by this name. Choose one from the list."))
        return given
