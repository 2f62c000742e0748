"""The organisers' pages of events; importing this registers them with the console."""

from events.admin import event, site_request

__all__ = ["event", "site_request"]
