"""Who may, and which sentence do they read when they may not? `why_not_x` returns a sentence or None."""

from corridor.models import RegionRole


def why_not_enter_console(person) -> str | None:
    """Why `person` may not enter the console: only active organisers and superusers do."""
    if not person.is_authenticated or not person.is_active:
        return "signed-out"
    if person.is_superuser or RegionRole.objects.filter(member=person, ended_at=None).exists():
        return None
    return "not-an-organiser"
