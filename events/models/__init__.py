"""What do events know? One noun a module; import them from here: `from events.models import Event`."""

from events.models.check_in import CheckIn
from events.models.event import Event
from events.models.registration import Registration

__all__ = ["CheckIn", "Event", "Registration"]
