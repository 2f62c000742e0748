"""What is an event? A meetup, a site visit, a dinner or the gala: when, where, for how many, and in which state."""

from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Event(TwoLanguages, models.Model):
    """One evening or afternoon. Times are stored in UTC; the clock on its wall is Amsterdam's."""

    class Kind(models.TextChoices):
        MEETUP = "meetup", _("meetup")
        SITE_VISIT = "site_visit", _("site visit")
        DINNER = "dinner", _("tech dinner")
        GALA = "gala", _("gala")

    class Languages(models.TextChoices):
        DUTCH = "nl", _("Dutch")
        ENGLISH = "en", _("English")
        BOTH = "both", _("Dutch and English")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        CLOSED = "closed", _("registration closed")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        ARCHIVED = "archived", _("archived")

    TRANSITIONS = {
        State.DRAFT: {State.PUBLISHED, State.ARCHIVED},
        State.PUBLISHED: {State.CLOSED, State.HELD, State.CANCELLED},
        State.CLOSED: {State.HELD, State.CANCELLED},
        State.HELD: {State.ARCHIVED},
        State.CANCELLED: {State.ARCHIVED},
        State.ARCHIVED: set(),
    }
    COMING = (State.PUBLISHED, State.CLOSED)  # announced, and still to be held
    ZONE = ZoneInfo("Europe/Amsterdam")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.MEETUP)
    slug = models.SlugField(_("address"), max_length=100, unique=True, editable=False)
    title_nl = models.CharField(_("title (Dutch)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120)
    summary_nl = models.TextField(_("what it is about (Dutch)"), max_length=600)
    summary_en = models.TextField(_("what it is about (English)"), max_length=600)
    region = models.ForeignKey("corridor.Region", models.PROTECT, related_name="events", verbose_name=_("region"))
    venue = models.ForeignKey(
        "corridor.Venue", models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("venue")
    )
    online_at = models.CharField(
        _("where online"), max_length=200, blank=True, help_text=_("In words, when there is no venue to go to.")
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("places"))
    languages = models.CharField(_("spoken"), max_length=4, choices=Languages, default=Languages.BOTH)
    layers = models.ManyToManyField("corridor.StackLayer", blank=True, related_name="+", verbose_name=_("layers"))
    organiser = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("organiser")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    state_since = models.DateTimeField(_("since"))

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [models.Index(fields=["state", "starts_at"], name="event_programme")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "published", "closed", "held", "cancelled", "archived"]),
                name="event_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["meetup", "site_visit", "dinner", "gala"]), name="event_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="event_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=models.Q(capacity__gte=1), name="event_has_places"),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "archived"])
                | models.Q(venue__isnull=False)
                | ~models.Q(online_at=""),
                name="event_is_somewhere",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.in_language("title")

    @property
    def place(self) -> str:
        """Where it is, in words: the venue, or where to find it online."""
        return self.venue.name if self.venue else self.online_at
