"""How does one kind of record behave in the console? Read within reach, changed by named acts, with its history below.

Everything is closed until a desk opens it: no adding, changing or deleting, no filter or order by a column that is not
named, no row out of reach (404), no button that is not an Act.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin, messages
from django.contrib.admin import helpers
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from corridor import clock, edits, lifecycle
from corridor.desk_filter import Filter
from corridor.forms import fields
from corridor.queries import history
from corridor.queries import scope as scopes

LONGEST_REASON = 400


@dataclass(frozen=True)
class Act:
    """A button of a desk. Pressing it calls the desk's method `verb` (request, thing, because, now) -> sentence."""

    verb: str
    words: Promise
    asks: Promise | str = ""  # label of the reason it asks for; empty asks nothing
    kind: str = ""  # looks of the button: "go" (one a page at most), "solid", "plain"
    step_up: bool = False  # the person proves again who they are, at most five minutes ago (S-21)
    when: Callable[[models.Model], bool] = lambda thing: True  # offered now? the action itself decides again


class Desk(admin.ModelAdmin):
    """A model in the console. Subclasses say which rows are within reach, and open what may be done."""

    room = "ground"
    place = 100
    in_menu = False
    note: Promise | str = ""  # one sentence above the list
    nothing: Promise | str = ""  # what an empty list says
    add_words: Promise | str = gettext_lazy("Add")
    superusers_only = False
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions_selection_counter = False
    sortable_by = ()
    list_filter: tuple[type[Filter], ...] = ()
    formfield_overrides = {
        models.CharField: {"form_class": fields.Line, "widget": forms.TextInput},
        models.SlugField: {"form_class": forms.SlugField, "widget": forms.TextInput},
        models.TextField: {"form_class": fields.Lines, "widget": forms.Textarea({"rows": 3})},
        models.IntegerField: {"widget": forms.NumberInput},
    }
    acts: tuple[Act, ...] = ()
    # Whether the history may repeat old and new values; not where they are somebody's personal data.
    values_in_history = True

    # --- Within reach -------------------------------------------------------------------------------------------------

    def rows(self, scope: scopes.Scope) -> models.QuerySet:
        """The rows within `scope`; what is not among them does not exist here."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return self.rows(scope_of(request)).order_by(*self.get_ordering(request) or self.model._meta.ordering)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> models.Model:
        thing = super().get_object(request, object_id)
        if thing is None:
            raise Http404
        return thing

    def get_form(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: object
    ) -> type[forms.ModelForm]:
        request.console_thing = obj
        return super().get_form(request, obj, **kwargs)

    def choices(self, request: HttpRequest, field: models.Field) -> models.QuerySet:
        """The rows a form may point at with `field`; a desk narrows them to what is within reach."""
        return field.remote_field.model._default_manager.all()

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: object) -> forms.Field:
        """Plain widgets: they work without scripts, and offer only what is within reach."""
        if isinstance(db_field, models.ForeignKey | models.ManyToManyField):
            kwargs["queryset"] = self.choices(request, db_field)
        if isinstance(db_field, models.ManyToManyField):
            kwargs["widget"] = forms.CheckboxSelectMultiple
        elif isinstance(db_field, models.ForeignKey) and getattr(request, "console_thing", None):
            # What it points at now stays a choice, also when somebody else put it there.
            current = Q(pk=getattr(request.console_thing, db_field.attname))
            kwargs["queryset"] = db_field.remote_field.model._default_manager.filter(
                Q(pk__in=kwargs["queryset"].order_by().values("pk")) | current
            )
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    # --- Who may ------------------------------------------------------------------------------------------------------

    def has_module_permission(self, request: HttpRequest) -> bool:
        return not self.superusers_only or request.user.is_superuser

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def may(self, request: HttpRequest, act: Act, thing: models.Model) -> bool:
        """Whether this person may press `act` on `thing`, which is within their reach."""
        return self.has_view_permission(request, thing)

    def withheld(self, request: HttpRequest, thing: models.Model) -> str:
        """Why buttons that others have on `thing` are not there for this person; empty when there is nothing to say."""
        return ""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters shown; Django would allow every column, also those a page hides (S-16)."""
        return lookup in {chosen.parameter_name for chosen in self.list_filter}

    # --- Pages --------------------------------------------------------------------------------------------------------

    def address(self, page: str, *args: object) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}", args=args)

    def card(self, request: HttpRequest) -> dict:
        """What the overview and the menu show of this desk."""
        url = self.address("changelist")
        here = "page" if request.path == url else "true"
        return {
            "name": self.opts.verbose_name_plural,
            "admin_url": url,
            "add_url": self.address("add") if self.has_add_permission(request) else "",
            "add_words": self.add_words,
            "csv_url": self.address("csv"),
            "current": here if request.path.startswith(url) else "",
            "in_menu": self.in_menu,
        }

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "card": self.card(request),
            "note": self.note,
            "nothing": self.nothing,
        }
        response = super().changelist_view(request, context | (extra_context or {}))
        changes = getattr(response, "context_data", {}).get("cl")
        if changes:
            response.context_data["page"] = changes.paginator.get_page(changes.page_num)
        return response

    @property
    def media(self) -> forms.Media:
        """No scripts: lists and forms are plain pages."""
        return forms.Media()

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        act = path("<path:object_id>/do/<slug:verb>/", self.admin_site.admin_view(self.act_view), name=f"{name}_act")
        return [act, *(url for url in super().get_urls() if url.name and not url.name.endswith("_history"))]

    def act_view(self, request: HttpRequest, object_id: str, verb: str) -> HttpResponse:
        """A button was pressed: find the row within reach, ask who may, do it, say so and show the row again."""
        thing = self.get_object(request, object_id)
        act = next((act for act in self.acts if act.verb == verb), None)
        if act is None:
            raise Http404
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.may(request, act, thing):
            raise PermissionDenied
        return _after_step_up(request, self, act, thing) if act.step_up else self.perform(request, act, thing)

    def perform(self, request: HttpRequest, act: Act, thing: models.Model) -> HttpResponse:
        because = request.POST.get("because", "").strip()[:LONGEST_REASON]
        if act.asks and not because:
            messages.error(request, _("Nothing was changed: write down why, please."))
            return self.back_to(request, thing)
        outcome = getattr(self, act.verb)(request, thing, because=because, now=clock.now())
        if isinstance(outcome, HttpResponse):
            return outcome
        messages.success(request, outcome)
        return self.back_to(request, thing)

    def back_to(self, request: HttpRequest, thing: models.Model) -> HttpResponse:
        """The page of `thing`; its list when the act took it out of this person's reach."""
        here = self.get_queryset(request).filter(pk=thing.pk).exists()
        return HttpResponseRedirect(self.address("change", thing.pk) if here else self.address("changelist"))

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Several rows at once: one that is out of reach, or no number, and nothing happens at all (S-12)."""
        wanted = set(request.POST.getlist(helpers.ACTION_CHECKBOX_NAME))
        if not all(number.isascii() and number.isdigit() for number in wanted):
            raise Http404
        if self.get_queryset(request).filter(pk__in=wanted).count() != len(wanted):
            raise Http404
        request.POST = request.POST.copy()
        request.POST["select_across"] = "0"
        with transaction.atomic():
            return super().response_action(request, queryset)

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, obj: models.Model | None = None, **kwargs: object
    ) -> HttpResponse:
        """Under every record: its buttons and its history."""
        if obj is not None:
            lines, older = self.history_of(request, obj)
            acts = [(act, self.address("act", obj.pk, act.verb)) for act in self.offered(request, obj)]
            context |= {"history": lines, "history_has_older": older, "acts": acts, "title": self.title_of(obj)}
            context["withheld"] = self.withheld(request, obj)
            context["beside"] = self.beside(request, obj)
        else:
            context["title"] = self.add_words
        context["card"] = self.card(request)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def beside(self, request: HttpRequest, thing: models.Model) -> list:
        """The ways from the page of `thing` to what stands beside it; upper apps add theirs (console.beside)."""
        return [link for tell in self.admin_site.beside for link in tell(request, thing)]

    def offered(self, request: HttpRequest, thing: models.Model) -> list[Act]:
        """The buttons this page shows."""
        return [act for act in self.acts if act.when(thing) and self.may(request, act, thing)]

    @admin.display(description="")
    def action_checkbox(self, obj: models.Model) -> str:
        """The box before a row, labelled by what the page calls the row."""
        box = forms.CheckboxInput({"aria-label": self.title_of(obj)}, check_test=lambda value: False)
        return box.render(helpers.ACTION_CHECKBOX_NAME, str(obj.pk))

    def title_of(self, thing: models.Model) -> str:
        return str(thing)

    # --- History ------------------------------------------------------------------------------------------------------

    def history_of(self, request: HttpRequest, thing: models.Model) -> tuple[list[history.Line], bool]:
        return history.of(thing)

    def construct_change_message(
        self, request: HttpRequest, form: forms.ModelForm, formsets: Iterable, add: bool = False
    ) -> str:
        """What the history says of a saved form: the fields, and where nobody's privacy is at stake their values."""
        return edits.changes(form, with_values=self.values_in_history and not add)

    def log_addition(self, request: HttpRequest, obj: models.Model, message: str) -> None:
        lifecycle.record(obj, action="added", by=request.user, now=clock.now(), because=message)

    def log_change(self, request: HttpRequest, obj: models.Model, message: str) -> None:
        lifecycle.record(obj, action="edited", by=request.user, now=clock.now(), because=message)

    def log_deletions(self, request: HttpRequest, queryset: Iterable[models.Model]) -> None:
        for thing in queryset:
            lifecycle.record(thing, action="deleted", by=request.user, now=clock.now(), because=str(thing))


@reauthentication_required
def _after_step_up(request: HttpRequest, desk: Desk, act: Act, thing: models.Model) -> HttpResponse:
    """allauth asks for the second factor first, and then presses the button again by itself."""
    return desk.perform(request, act, thing)


def scope_of(request: HttpRequest) -> scopes.Scope:
    """The reach of whoever asks, read once a request."""
    if not hasattr(request, "console_scope"):
        request.console_scope = scopes.of(request.user)
    return request.console_scope
