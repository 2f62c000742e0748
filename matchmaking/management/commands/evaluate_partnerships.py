"""How well does the score recognise organisations that are known to work together? Each part, and simpler ones."""

from django.core.management.base import BaseCommand

from matchmaking.queries import partner_scores
from matchmaking.queries.partnerships import Organisations


class Command(BaseCommand):
    help = (
        "Prints how well each part of the score recognises the known partnerships of corridor/data (Dutch pairs against"
        " all other pairs of Dutch organisations): AUC, and how often a partner is among a side's ten best. Needs no"
        " database. The mixture of relevance is also judged on deals that had no say in it."
    )

    def handle(self, **options: object) -> None:
        table = partner_scores.Table.of(Organisations.read())
        self.stdout.write(f"{len(table.pairs.known)} partnerships among {len(table.pairs.all)} pairs.")
        last = ""
        for chapter, name, figures in partner_scores.report(table):
            if chapter != last:
                self.stdout.write(f"\n{chapter:<46} {'AUC':>6}  top ten")
                last = chapter
            self.stdout.write(f"  {name:<44} {figures.auc:6.3f}  {figures.top_ten:6.1%}")
        self.stdout.write("\nThe mixture each fold would have chosen without its own deals, in percent:")
        for mixture in partner_scores.chosen(table):
            self.stdout.write("  " + ", ".join(f"{name} {share}" for name, share in mixture.items()))
