"""What did a saved form of the console change? In words, for the history."""

from django import forms
from django.db import models


def changes(form: forms.ModelForm, *, with_values: bool) -> str:
    """The fields that a saved form changed, with their old and new values or without."""
    return "; ".join(_change(form, name, with_values) for name in form.changed_data)


def _change(form: forms.ModelForm, name: str, with_values: bool) -> str:
    label = form.fields[name].label or name
    if not with_values:
        return str(label)
    return f"{label}: {_words(form.initial.get(name), form, name)} → {_words(form.cleaned_data.get(name), form, name)}"


def _words(value: object, form: forms.ModelForm, name: str) -> str:
    """A form value as a person reads it; rows by their names."""
    field = form.fields[name]
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(sorted(str(row) for row in value or [])) or "–"
    if isinstance(field, forms.ModelChoiceField) and value and not isinstance(value, models.Model):
        value = field.queryset.model._default_manager.filter(pk=value).first()
    return str(value) if value not in (None, "") else "–"
