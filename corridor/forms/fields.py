"""How is text taken in? Fields that bring what was typed to its one form and refuse the rest with a sentence."""

import datetime as dt
import re

from django import forms
from django.utils.translation import gettext_lazy as _

from corridor import text
from corridor.models.address import (
    normalise_email,
    validate_address,
    validate_organisation_name,
    validate_person_name,
)

SHORTEST_SENTENCE = 12  # characters


class Line(forms.CharField):
    """One line of text."""

    def __init__(self, **options: object):
        super().__init__(strip=False, **options)  # text.tidy trims, after it has looked for controls

    def to_python(self, value: object) -> str:
        return text.tidy(super().to_python(value))


class Lines(forms.CharField):
    """Text that may have line breaks."""

    widget = forms.Textarea

    def __init__(self, **options: object):
        super().__init__(strip=False, **options)

    def to_python(self, value: object) -> str:
        return text.tidy(super().to_python(value), lines=True)


class Address(Line):
    """One e-mail address, in the form it is stored and compared in: everything in lower case, the domain in IDNA."""

    widget = forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "autocapitalize": "none"})

    def __init__(self, **options: object):
        options.setdefault("label", _("E-mail address"))
        options.setdefault("error_messages", {"required": _("Write your e-mail address.")})
        options.setdefault("max_length", 254)
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        address = normalise_email(super().to_python(value))
        if address:
            validate_address(address)
        return address


class PersonName(Line):
    """The name of a person (S-28)."""

    default_validators = [validate_person_name]

    def __init__(self, **options: object):
        options.setdefault("label", _("Your name"))
        options.setdefault("error_messages", {"required": _("Tell us your name.")})
        options.setdefault("max_length", 80)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name"}))
        super().__init__(**options)


class OrganisationName(Line):
    """The name of an organisation (S-28)."""

    default_validators = [validate_organisation_name]

    def __init__(self, **options: object):
        options.setdefault("label", _("Organisation"))
        options.setdefault("error_messages", {"required": _("Tell us where you work.")})
        options.setdefault("max_length", 80)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "organization"}))
        super().__init__(**options)


class Sentence(Lines):
    """One sentence about a topic; line breaks become spaces, and one or two words are not enough."""

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, **options: object):
        options.setdefault("max_length", 200)
        super().__init__(**options)

    def to_python(self, value: object) -> str:
        return " ".join(super().to_python(value).split())

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and len(value) < SHORTEST_SENTENCE:
            raise forms.ValidationError(_("That says little. Write what you want to do with it."), code="short")


class Phone(Line):
    """A telephone number as people write it."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})

    def __init__(self, **options: object):
        options.setdefault("max_length", 30)
        super().__init__(**options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not re.fullmatch(r"\+?[0-9][0-9 ()./-]{5,28}", value):
            raise forms.ValidationError(_("Write a number like 06 1234 5678 or +31 40 123 4567."), code="phone")


class Day(forms.DateField):
    """A day, as the browser's own date field sends it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: object):
        options.setdefault("error_messages", {"invalid": _("Write a day like 2027-03-21.")})
        super().__init__(input_formats=["%Y-%m-%d"], **options)

    def validate(self, value: dt.date | None) -> None:
        super().validate(value)
        if value and not dt.date(2000, 1, 1) <= value <= dt.date(2100, 12, 31):
            raise forms.ValidationError(_("Write a day between 2000 and 2100."), code="year")


class Number(forms.IntegerField):
    """A whole number in the digits of a keyboard; Django would take "1_000", "5.0" and the digits of other scripts."""

    def to_python(self, value: object) -> int | None:
        written = str(value).strip() if value is not None else ""
        if written and not re.fullmatch(r"-?[0-9]{1,9}", written):
            raise forms.ValidationError(_("Write a whole number, like 20."), code="invalid")
        return super().to_python(written)
