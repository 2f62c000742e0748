"""What does the engine say about the dinner in this file?"""

from __future__ import annotations

from typing import Any

from matchmaking.engine.dinner.composing import compose, reoptimise
from matchmaking.engine.dinner.shapes import Dinner, plan_from_json
from matchmaking.engine.documents import check, document_of
from matchmaking.engine.shapes import Pool


def dinner_of(path: str) -> dict[str, Any]:
    """In: the file of a dinner ("-" reads standard input): a pool with the key `dinner`, and with the key `plan` if one
    stands that is to be improved. Out: the JSON of its composition. Raises OSError, or ValueError when it is no
    dinner."""
    document = document_of(path)
    check(Pool, document)
    check(Dinner, document.get("dinner", {}), "dinner")
    dinner = Dinner.from_json(document)
    if "plan" not in document:
        return compose(dinner).to_json()
    check(dict[str, tuple[int, ...]], document["plan"], "plan")
    if not all(table.isdecimal() for table in document["plan"]):
        raise ValueError("plan: a table is called by its number")
    return reoptimise(dinner, plan_from_json(document["plan"])).to_json()
