"""How does somebody choose a region, a layer, a topic or an organisation? From what the tables hold at this moment.

Nothing is read when this module is loaded: a row added in the console is in the next form (F018).
"""

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor.forms.fields import Line, OrganisationName
from corridor.models import Member, Organisation, OrganisationKind, Region, StackLayer, Topic
from corridor.queries import organisations, regions, topics


class RegionChoice(forms.ModelChoiceField):
    """A region one can be at home in; the country as a whole is none."""

    def __init__(self, **options: object):
        options.setdefault("label", gettext_lazy("Where you work"))
        options.setdefault("error_messages", {"required": gettext_lazy("Choose the region you work in.")})
        super().__init__(Region.objects.all(), to_field_name="slug", **options)

    def fill(self, tree: dict[int, Region] | None = None) -> None:
        """Offer each corridor region with what lies in it, then the others: one query, none with the `tree` read."""
        tree = regions.whole_tree() if tree is None else tree
        homes = regions.homes(tree)
        groups: dict[str, list[tuple[str, str]]] = {}
        elsewhere = []
        for region in tree.values():
            home = homes[region.pk]
            if home and home.kind == Region.Kind.CORRIDOR_REGION:
                rows = groups.setdefault(home.name, [])
                rows.insert(0 if region == home else len(rows), (region.slug, region.name))
            elif home:
                elsewhere.append((region.slug, region.name))
        named = [*sorted(groups.items()), *([(_("Elsewhere"), elsewhere)] if elsewhere else [])]
        self.choices = [("", _("Choose a region")), *named]

    def to_python(self, value: object) -> Region | None:
        region = super().to_python(value)
        if region and regions.homes()[region.pk] is None:
            raise forms.ValidationError(self.error_messages["required"], code="no_home")
        return region


class MainLayer(forms.ModelChoiceField):
    """The one layer somebody is most at home in."""

    widget = forms.RadioSelect

    def __init__(self, **options: object):
        options.setdefault("label", gettext_lazy("Your main layer"))
        options.setdefault("error_messages", {"required": gettext_lazy("Choose the layer you are most at home in.")})
        super().__init__(StackLayer.objects.order_by("-number"), to_field_name="slug", empty_label=None, **options)


class FurtherLayers(forms.ModelMultipleChoiceField):
    """Other layers somebody knows their way in."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **options: object):
        options.setdefault("label", gettext_lazy("Layers you also work in"))
        super().__init__(StackLayer.objects.order_by("-number"), to_field_name="slug", required=False, **options)


class KindChoice(forms.ModelChoiceField):
    """A kind of organisation."""

    def __init__(self, **options: object):
        options.setdefault("label", gettext_lazy("What kind of organisation is it?"))
        super().__init__(OrganisationKind.objects.all(), to_field_name="slug", **options)


class Near(forms.ModelChoiceField):
    """One of a few near ones, shown after a name was not found as it was typed."""

    widget = forms.RadioSelect

    def __init__(self, queryset: object):
        super().__init__(
            queryset, to_field_name="slug", required=False, empty_label=None, label=gettext_lazy("Did you mean")
        )
        self.widget.choices = []

    def show(self, rows: list[Topic] | list[Organisation]) -> None:
        self.widget.choices = [(row.slug, row.name) for row in rows]


class OrganisationWords(OrganisationName):
    """The name of an organisation, with suggestions while typing."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {
            **super().widget_attrs(widget),
            **_suggestions("organisation-names", reverse_lazy("corridor:organisation_suggestions")),
        }


class TopicWords(Line):
    """The name of a topic, with suggestions while typing."""

    def __init__(self, **options: object):
        super().__init__(max_length=80, **options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {
            **super().widget_attrs(widget),
            **_suggestions("topic-names", reverse_lazy("corridor:topic_suggestions")),
        }


def find_topic(form: forms.Form, words: str, near: str) -> Topic | None:
    """The topic that field `words` of a cleaned form names, or the one chosen in field `near`.

    When there is none by that name, field `words` gets an error and field `near` the topics it resembles.
    """
    typed, chosen = form.cleaned_data.get(words, ""), form.cleaned_data.get(near)
    topic = topics.named(typed) if typed else None
    topic = topic or (chosen if typed else None)
    if topic:
        _retype(form, words, topic.name)
    elif typed:
        form.fields[near].show(topics.suggest(typed, most=5))
        form.add_error(words, _("We have no topic called “%(words)s”. Choose one from the list.") % {"words": typed})
    return topic


def find_organisation(form: forms.Form, words: str, near: str, *, is_new: bool, person: Member) -> Organisation | None:
    """The organisation that field `words` of a cleaned form names, or the one chosen in field `near`.

    None when `person` knows none by that name: then, unless it `is_new` and described, field `words` gets an error and
    field `near` the organisations it resembles.
    """
    typed, chosen = form.cleaned_data.get(words, ""), form.cleaned_data.get(near)
    found = (organisations.known(typed, to=person) if typed else None) or chosen
    if found:
        _retype(form, words, found.name)
    elif typed and not is_new:
        form.fields[near].show(organisations.near(typed))
        text = _("We do not know “%(name)s” yet. Choose one we know, or tell us below what it is.")
        form.add_error(words, text % {"name": typed})
    return found


def _retype(form: forms.Form, field: str, text: str) -> None:
    """Show the name that was found when the form comes back for another reason."""
    form.data = form.data.copy()
    form.data[form.add_prefix(field)] = text


def _suggestions(names: str, url: object) -> dict[str, object]:
    return {
        "list": names,
        "autocomplete": "off",
        "hx-get": url,
        "hx-trigger": "input changed delay:200ms",
        "hx-target": f"#{names}",
        "hx-swap": "innerHTML",
    }
