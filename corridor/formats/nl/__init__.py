"""Dutch dates and times; see formats.py."""
