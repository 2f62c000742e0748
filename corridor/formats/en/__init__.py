"""English dates and times; see formats.py."""
