"""What was a round computed from? Writes its stored pool to a file, for `python -m matchmaking.engine round`."""

import json
import os
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser

from matchmaking.models import Round
from matchmaking.picture.scene import third_round

PRIVATE = 0o600  # who has met, and who does not want to meet whom, is nobody else's business


class Command(BaseCommand):
    help = (
        "Writes the pool that a round was computed from, as it was stored at the freeze, so that"
        " `python -m matchmaking.engine round FILE` computes the same pairs again. Without a number: the newest round"
        " that has one. --example needs no database: it writes the pool of the round drawn in the engine's README."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("round", nargs="?", type=int, help="the number in the address of the round's page")
        parser.add_argument("--out", type=Path, required=True, help="the file to write")
        parser.add_argument("--example", action="store_true", help="the pool of the drawn round, of invented members")

    def handle(self, *, round: int | None, out: Path, example: bool, **options: object) -> None:
        pool, pairs_hash = _example() if example else _stored(round)
        with open(out, "w", encoding="utf-8", opener=_private) as file:
            file.write(json.dumps(pool, ensure_ascii=False, sort_keys=True))
        self.stdout.write(f"{len(pool['candidates'])} members written to {out}.")
        if pairs_hash:
            self.stdout.write(f"Computed again, pairs_hash must be {pairs_hash}.")


def _private(path: str, flags: int) -> int:
    """Open what is ours to write: no link to somewhere else, and a file that others could read loses that first."""
    try:
        found = os.open(path, flags & ~os.O_TRUNC | os.O_NOFOLLOW, PRIVATE)
        os.fchmod(found, PRIVATE)
        os.ftruncate(found, 0)
    except OSError as no:
        raise CommandError(f"{path} cannot be written: {os.strerror(no.errno)}.") from no
    return found


def _example() -> tuple[dict, str]:
    scene = third_round()
    return scene.pool.to_json(), scene.result.pairs_hash


def _stored(number: int | None) -> tuple[dict, str]:
    rounds = Round.objects.exclude(pool=None).order_by("-planned_for", "-pk")
    found = (rounds if number is None else rounds.filter(pk=number)).values_list("pool", "pairs_hash").first()
    if found is None:
        raise CommandError("No such round, or it was not computed yet: it has no pool.")
    return found
