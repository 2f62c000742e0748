"""What is a round? One dated run of matching: its frozen pool, its seed and weights, its proposals' certificate."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """One run over the eligible members of a scope, for one period."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        FROZEN = "frozen", _("being computed")
        PROPOSED = "proposed", _("to be read")
        APPROVED = "approved", _("approved")
        CLOSED = "closed", _("closed")
        CANCELLED = "cancelled", _("cancelled")

    TRANSITIONS = {
        State.PLANNED: {State.FROZEN, State.CANCELLED},
        State.FROZEN: {State.PROPOSED, State.CANCELLED},
        State.PROPOSED: {State.FROZEN, State.APPROVED, State.CANCELLED},
        State.APPROVED: {State.CLOSED},
        State.CLOSED: set(),
        State.CANCELLED: set(),
    }
    OPEN = (State.PLANNED, State.FROZEN, State.PROPOSED)
    FEWEST_LONG_SHOTS, USUAL_LONG_SHOTS, MOST_LONG_SHOTS = 10, 15, 20  # percent (F064)

    period = models.CharField(_("period"), max_length=20, help_text=_("For example 2026-12."))
    regions = models.ManyToManyField(
        "corridor.Region",
        blank=True,
        related_name="+",
        verbose_name=_("scope"),
        help_text=_("Empty means all regions."),
    )
    # The scope as one sortable word, so that the database itself can forbid a second round for it.
    scope_key = models.CharField(max_length=200, default="all", editable=False)
    planned_for = models.DateTimeField(_("runs at"))
    auto_approve_at = models.DateTimeField(
        _("approves itself at"), null=True, blank=True, help_text=_("Empty: waits for an organiser.")
    )
    coverage_first = models.BooleanField(
        _("everybody first"),
        default=False,
        help_text=_("Reach as many members as possible before anybody gets a second introduction."),
    )
    long_shots = models.PositiveSmallIntegerField(
        _("long shots"),
        default=USUAL_LONG_SHOTS,
        validators=[MinValueValidator(FEWEST_LONG_SHOTS), MaxValueValidator(MOST_LONG_SHOTS)],
        help_text=_("Percent of the proposals that are marked as the least obvious ones: 10 to 20."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    state_since = models.DateTimeField(_("since"))
    created_by = models.ForeignKey(
        "corridor.Member", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("planned by")
    )
    seed = models.BigIntegerField(_("seed"), null=True, blank=True)
    engine_version = models.CharField(_("engine version"), max_length=20, blank=True)
    pool = models.JSONField(_("pool"), null=True, blank=True, help_text=_("The members as they were at freeze."))
    pool_hash = models.CharField(_("pool hash"), max_length=64, blank=True)
    pairs_hash = models.CharField(_("pairs hash"), max_length=64, blank=True)
    # Everything the engine says of the round but the proposals themselves: value, bound, unmatched, blocked per rule.
    certificate = models.JSONField(_("certificate"), null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True, editable=False)
    claim = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["-planned_for", "-pk"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [
            # Cancelled rounds do not count: an organiser may plan the period again.
            models.UniqueConstraint(
                "scope_key", "period", condition=~models.Q(state="cancelled"), name="round_one_per_scope_and_period"
            ),
            models.UniqueConstraint(
                "scope_key",
                condition=models.Q(state__in=["planned", "frozen", "proposed"]),
                name="round_one_open_per_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "frozen", "proposed", "approved", "closed", "cancelled"]),
                name="round_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["planned", "cancelled"])
                | models.Q(pool__isnull=False, seed__isnull=False),
                name="round_frozen_has_pool",
            ),
            models.CheckConstraint(condition=models.Q(long_shots__range=(10, 20)), name="round_long_shots_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.period}"
