"""What if somebody else changed the same thing while I was writing? Then the form says what, and asks again.

A form made with Fresh carries a mark of every value that its page showed. Sent back when a value is another by now, it
is not saved: the second organiser reads what the first one wrote, and decides.
"""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

EACH = 8  # letters of the mark of one value
SEEN = "seen"


class Seen(forms.CharField):
    """The marks as the browser keeps them: hidden, and never a change by itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial: object, data: object) -> bool:
        return False


class Fresh:
    """Mixed into a form about a thing that is there: its initial values are what stands now."""

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        self.shown = [name for name in self.fields if name in self.initial]
        self.fields[SEEN] = Seen(required=False, max_length=2000, initial=self._marks())

    def clean(self) -> dict:
        """As the form does otherwise; raises ValidationError naming what somebody else changed meanwhile."""
        given = super().clean()
        given = self.cleaned_data if given is None else given
        seen = given.pop(SEEN, "")
        # A new thing was not there to be seen; and whoever sends no mark, a program, knows what it replaces.
        is_new = getattr(self, "instance", None) is not None and self.instance.pk is None
        if not seen or is_new or seen == self._marks():
            return given
        marks = [seen[at : at + EACH] for at in range(0, len(seen), EACH)]
        others = [name for at, name in enumerate(self.shown) if marks[at : at + 1] != [_mark(self.initial[name])]]
        self.data = self.data.copy()
        self.data[self.add_prefix(SEEN)] = self._marks()
        what = ", ".join(self._told(name) for name in others)
        changed = _("While you wrote, somebody else changed this: %(what)s.") % {"what": what}
        raise ValidationError([changed, _("Your words are still here; save again to keep them.")], code="overtaken")

    def _marks(self) -> str:
        return "".join(_mark(self.initial[name]) for name in self.shown)

    def _told(self, name: str) -> str:
        """What the field is called, and what it says now where that is short."""
        label, now = str(self.fields[name].label or name), self.initial[name]
        short = isinstance(now, str | int) and not isinstance(now, bool) and 0 < len(str(now)) <= 120
        is_choice = isinstance(self.fields[name], forms.ChoiceField | forms.ModelChoiceField)
        return f"{label} (“{now}”)" if short and not is_choice else label


def _mark(value: object) -> str:
    if isinstance(value, list | tuple | models.QuerySet):
        value = sorted(str(getattr(one, "pk", one)) for one in value)
    elif value is None:
        value = ""
    # Begins with a letter, for a very long number in a form is refused.
    return f"m{hashlib.sha256(str(getattr(value, 'pk', value)).encode()).hexdigest()}"[:EACH]
