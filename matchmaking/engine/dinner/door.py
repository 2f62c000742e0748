"""What does the engine say about the dinner in this file?"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from matchmaking.engine.dinner.composing import compose, reoptimise
from matchmaking.engine.dinner.shapes import Dinner, plan_from_json


def dinner_of(path: str) -> dict[str, Any]:
    """In: the file of a dinner ("-" reads standard input): a pool with the key `dinner`, and with the key `plan` if one
    stands that is to be improved. Out: the JSON of its composition. Raises OSError, KeyError, TypeError or ValueError
    when it is no dinner."""
    document = json.loads(sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8"))
    dinner = Dinner.from_json(document)
    found = reoptimise(dinner, plan_from_json(document["plan"])) if "plan" in document else compose(dinner)
    return found.to_json()
