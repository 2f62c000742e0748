"""The organisers' pages of events; importing this registers them with the console."""

from events.admin import event

__all__ = ["event"]
