"""How does a date read in Dutch? 22 november 2026, 18.30 uur; in a table 22 nov 2026, 18.30."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = r"G.i \u\u\r"
DATETIME_FORMAT = r"j F Y, G.i \u\u\r"
MONTH_DAY_FORMAT = "j F"
SHORT_DATE_FORMAT = "j b Y"
SHORT_DATETIME_FORMAT = "j b Y, G.i"
