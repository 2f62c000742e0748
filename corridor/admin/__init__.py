"""Which records does the ground bring to the console? Each module registers its desks."""

from corridor.admin import ground, members, memberships, organisations, outbox, roles, suppressions, venues

__all__ = ["ground", "members", "memberships", "organisations", "outbox", "roles", "suppressions", "venues"]
