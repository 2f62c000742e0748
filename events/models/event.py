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

    class Audience(models.TextChoices):
        PUBLIC = "public", _("everybody sees it")
        MEMBERS = "members", _("members see it")
        INVITED = "invited", _("who is invited sees it")

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
    synergies = models.ManyToManyField("corridor.Synergy", blank=True, related_name="+", verbose_name=_("synergies"))
    topics = models.ManyToManyField("corridor.Topic", blank=True, related_name="+", verbose_name=_("topics"))
    audience = models.CharField(_("for whom"), max_length=8, choices=Audience, default=Audience.PUBLIC)
    room = models.CharField(_("room"), max_length=80, blank=True)
    approves = models.BooleanField(_("the host approves each registration"), default=False)
    allows_companion = models.BooleanField(_("a guest may bring somebody"), default=False)
    asks_needs = models.BooleanField(_("asks for diet and access needs"), default=False)
    asks_photo = models.BooleanField(_("asks whether photos are fine"), default=False)
    shows_guests = models.BooleanField(
        _("shows guests to one another"), default=False, help_text=_("Only those who agree to it are named.")
    )
    sequence = models.PositiveIntegerField(_("version of the calendar entry"), default=0, editable=False)
    cloned_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False)
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
            models.CheckConstraint(
                condition=models.Q(audience__in=["public", "members", "invited"]), name="event_audience_known"
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
