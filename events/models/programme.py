"""What happens at an event, who speaks, who pays, and what does a guest choose to go to? (F082)"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from corridor.models.words import TwoLanguages


class Session(TwoLanguages, models.Model):
    """One part of the programme, in one room; sessions in other rooms may be at the same time."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="sessions", verbose_name=_("event"))
    title_nl = models.CharField(_("title (Dutch)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120)
    summary_nl = models.TextField(_("what it is about (Dutch)"), max_length=600, blank=True)
    summary_en = models.TextField(_("what it is about (English)"), max_length=600, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    room = models.CharField(_("room"), max_length=80, blank=True)

    class Meta:
        ordering = ["starts_at", "room", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.in_language("title")


class Speaker(models.Model):
    """Somebody on stage: a member, or a name with what they are."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speakers", verbose_name=_("session"))
    member = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("member")
    )
    name = models.CharField(_("name"), max_length=120)
    described_as = models.CharField(_("described as"), max_length=160, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name


class Sponsor(models.Model):
    """An organisation that makes an event possible."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="sponsors", verbose_name=_("event"))
    organisation = models.ForeignKey(
        "corridor.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    gives = models.CharField(_("gives"), max_length=120, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("sponsor")
        verbose_name_plural = _("sponsors")
        constraints = [models.UniqueConstraint("event", "organisation", name="sponsor_once_per_event")]

    def __str__(self) -> str:
        return str(self.organisation)


class SessionChoice(models.Model):
    """A session that a guest put on their own agenda."""

    registration = models.ForeignKey(
        "events.Registration", models.CASCADE, related_name="choices", verbose_name=_("registration")
    )
    session = models.ForeignKey(Session, models.CASCADE, related_name="chosen_by", verbose_name=_("session"))

    class Meta:
        ordering = ["session__starts_at", "pk"]
        verbose_name = _("chosen session")
        verbose_name_plural = _("chosen sessions")
        constraints = [models.UniqueConstraint("registration", "session", name="session_chosen_once")]

    def __str__(self) -> str:
        return str(self.session)
