"""Which pieces are pages made of? Every piece with an example stands on the gallery page, /components/.

A builtin library: templates need no {% load %}. Pieces with an inside are block tags and end in {% endname %}.
The drawings are in drawn.py, section.py and pair.py; the words of states in state_words.py.
"""

from collections.abc import Iterable

from django import forms, template
from django.conf import settings
from django.core.paginator import Page
from django.forms import BoundField, Form
from django.template.loader import render_to_string
from django.urls import translate_url
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from corridor import clock, fragments
from corridor.models import Member, Region, StackLayer
from corridor.queries import cores, regions
from corridor.templatetags import drawn

register = template.Library()

# --- Pieces with an inside --------------------------------------------------------------------------------------------


@register.simple_block_tag
def paper(content: SafeString, call: bool = False, tag: str = "article", labelledby: str = "", extra: str = ""):
    """An object one could hold; `call` gives the yellow edge of the one decision on a page."""
    return format_html(
        '<{0} class="paper{1} {2}"{3}>{4}</{0}>', tag, " call" if call else "", extra, _labelled(labelledby), content
    )


@register.simple_block_tag
def regel(content: SafeString, heading: str, id: str = "", note: str = "", wide: bool = False, level: int = 2):
    """A section: heavy rule, heading in the margin with an optional note, the matter beside it."""
    context = {"content": content, "heading": heading, "id": id, "note": note, "wide": wide, "level": level}
    return render_to_string("components/regel.html", context)


@register.simple_block_tag
def notice(content: SafeString, kind: str = "", heading: str = "", alert: bool = False):
    """A message: neutral, "good" or "bad"; `alert` reads it out at once."""
    return format_html(
        '<div class="notice {}"{}>{}<div>{}</div></div>',
        kind,
        SafeString(' role="alert"') if alert else "",
        format_html("<b>{}</b>", heading) if heading else "",
        content,
    )


@register.simple_block_tag
def empty_place(content: SafeString, heading: str, state: str = "", level: int = 3):
    """A place with nothing in it: what is, what will come, what one can do now. `state` adds a small arc."""
    glyph = drawn.arc(state, (2,), (5,), from_layer=2, to_layer=5) if state else ""
    return format_html('<div class="empty">{0}<h{1}>{2}</h{1}>{3}</div>', glyph, level, heading, content)


# --- Actions and forms ------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/button.html")
def button(text: str, kind: str = "", href: str = "", name: str = "", value: str = "", type: str = "submit"):
    """A button, or with `href` a link that looks like one. Kind: "go" (yellow), "solid", "plain" or outlined."""
    return {"text": text, "kind": kind, "href": href, "name": name, "value": value, "type": type}


@register.inclusion_tag("components/field.html")
def field(field: BoundField, cards: bool = False, optional: bool = True):
    """A form field with its label, hint and errors, told to assistive technology as Django describes them.

    `cards` shows the choices of a radio or checkbox group as whole cards; `optional=False` leaves that word out.
    """
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        shape = "group"
    else:
        shape = "check" if isinstance(widget, forms.CheckboxInput) else "line"
    return {
        "field": field,
        "shape": "hidden" if widget.is_hidden else shape,
        "cards": cards,
        "optional": optional and not field.field.required,
        "describedby": " ".join(
            f"{field.auto_id}_{part}" for part, text in (("helptext", field.help_text), ("error", field.errors)) if text
        ),
    }


@register.inclusion_tag("components/form_errors.html")
def form_errors(form: Form):
    """The summary above a form that was refused: every error, with a link to its field."""
    rows = []
    for name, texts in form.errors.items():
        href = f"#{_first_input(form[name])}" if name in form.fields else ""
        rows += [(href, text) for text in texts]
    heading = ngettext("One thing is not right yet", "%(count)s things are not right yet", len(rows))
    return {"rows": rows, "heading": heading % {"count": len(rows)}}


# --- Layers, places, people -------------------------------------------------------------------------------------------


@register.simple_tag
def layer_tag(layer: StackLayer, seek: bool = False) -> SafeString:
    """Numeral, colour, name: filled for what is brought, hatched for what is sought."""
    return format_html(
        '<span class="layer-tag{0}" data-layer="{1}"><b>{1}</b>{2}</span>',
        " seek" if seek else "",
        layer.number,
        layer.name,
    )


@register.simple_tag
def lays(layers: Iterable[StackLayer]) -> SafeString:
    """Numerals only, for where the names are near."""
    ordered = sorted(drawn.numbers(layers))
    label = gettext("Layers %(numbers)s") % {"numbers": ", ".join(map(str, ordered))}
    tiles = format_html_join("", '<i class="lay" data-layer="{0}">{0}</i>', ((number,) for number in ordered))
    return format_html('<span class="lays" role="img" aria-label="{}">{}</span>', label, tiles)


@register.simple_tag(takes_context=True)
def place(context: template.Context, region: Region | None, name: str = "", home: Region | None = None) -> SafeString:
    """A place behind the shape of its home region; `name` may say it more precisely ("Strijp-S, Eindhoven").

    The shapes cost one query a page, however many places it shows; none where the caller knows the `home`.
    """
    if region is None:
        return SafeString("")
    shape = home or _homes(context).get(region.pk) or region
    return format_html('<span class="place" data-mark="{}">{}</span>', shape.mark, name or region.name)


@register.inclusion_tag("components/stack_strip.html")
def stack_strip(layers: Iterable[StackLayer], brings: Iterable = (), seeks: Iterable = ()):
    """The whole Stack as seven strata: filled what is brought, hatched what is sought. A list, so it reads as one."""
    has, wants = drawn.numbers(brings), drawn.numbers(seeks)
    rows = [(layer, layer.number in has, layer.number in wants) for layer in layers]
    return {"rows": sorted(rows, key=lambda row: -row[0].number)}


@register.simple_tag
def person(name: str, role: str = "", brings: Iterable = (), seeks: Iterable = (), href: str = "") -> SafeString:
    """A person or organisation: core, name, one line."""
    title = format_html('<a href="{}">{}</a>', href, name) if href else name
    return format_html('<div class="person">{}<p>{}</p><p>{}</p></div>', drawn.core(name, brings, seeks), title, role)


@register.simple_tag
def core_of(member: Member) -> cores.Core:
    """What the head of a page knows of `member` (one query): brings, seeks, organises. Draw it with {% core %}."""
    return cores.core_of(member, today=timezone.localdate(clock.now()))


@register.simple_tag
def piece(template: str, **facts: object) -> SafeString:
    """A part that is the same for everybody, drawn once: it knows these facts, and neither the reader nor the page."""
    return fragments.piece(template, facts)


# --- The page itself --------------------------------------------------------------------------------------------------


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: Page):
    """Which rows one sees, and the way to the previous and the next page; keeps the rest of the address."""
    return {"page": page, "request": context["request"]}


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: template.Context):
    """This same page in the other language. The language is in the address, so no cookie is needed."""
    request = context.get("request")
    path = request.get_full_path() if request else "/"
    codes = [code for code, _name in settings.LANGUAGES]
    return {"languages": [(code, translate_url(path, code), code == get_language()) for code in codes]}


@register.simple_tag(takes_context=True)
def language_alternates(context: template.Context) -> SafeString:
    """The same page in each language, for search engines."""
    request = context.get("request")
    if request is None or request.resolver_match is None:
        return SafeString("")
    return format_html_join(
        "",
        '<link rel="alternate" hreflang="{}" href="{}{}">',
        ((code, settings.SITE_URL, translate_url(request.path, code)) for code, _name in settings.LANGUAGES),
    )


def _homes(context: template.Context) -> dict[int, Region | None]:
    """The home of every region, read once for a request."""
    request = context.get("request")
    if request is None:
        return regions.homes()
    if not hasattr(request, "homes_of_regions"):
        request.homes_of_regions = regions.homes()
    return request.homes_of_regions


def _labelled(labelledby: str) -> SafeString | str:
    return format_html(' aria-labelledby="{}"', labelledby) if labelledby else ""


def _first_input(bound: BoundField) -> str:
    return bound.id_for_label or f"{bound.auto_id}_0"
