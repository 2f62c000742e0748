"""How much does each ingredient of relevance count, and how well is that known to work?

Tuned on known partnerships with whole deals held out; `manage.py evaluate_partnerships` computes the figures again and
a test fails when they are not these. They are means over 68 partnerships of 29 deals: one side of one of them is
three quarters of a point.
"""

from __future__ import annotations

# Percent of relevance.
MIX = {"shared": 45, "exchange": 25, "words": 10, "fields": 20}
# Weight in common at which an ingredient is half full. One rare topic or word weighs about 450, a
# layer of the Stack about 200.
HALF = {"shared": 1000, "exchange": 600, "words": 600, "fields": 500}
# Percent of the exchange: each direction on its own, and the weaker one again, for reciprocity.
ONE_WAY, BOTH_WAYS = 35, 30

# (AUC, partner among a side's ten best), both 0 to 1.
FIGURES = {
    "relevance": (0.9052, 0.5176),
    "relevance, mixture chosen on other deals": (0.9057, 0.5176),
    "relevance without words": (0.897, 0.4824),
}
