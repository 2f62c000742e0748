"""What does the engine think of every pair of organisations in the reference data? Writes it to a file, for checks."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandParser

from matchmaking.queries import partner_scores
from matchmaking.queries.partnerships import Organisations


class Command(BaseCommand):
    help = (
        "Writes a CSV with one row for each pair of the Dutch organisations in corridor/data: a, b (slugs, a before b),"
        " relevance, score (the total), every other part and every ingredient of relevance, all in micro-units"
        " (1,000,000 is perfect). Each organisation counts as one member that offers, seeks and writes what its entry"
        " says; rules are not asked. Needs no database; the same data give the same bytes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True, help="the file to write")

    def handle(self, *, out: Path, **options: object) -> None:
        rows = list(partner_scores.exported(partner_scores.Table.of(Organisations.read())))
        with out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
        self.stdout.write(f"{len(rows)} pairs written to {out}.")
