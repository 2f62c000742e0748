"""How do the states of each thing follow each other? Draws every app's STATES.md from the TRANSITIONS tables."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Model
from django.utils import translation

OPENING = """# States of {app}

Drawn by `manage.py draw_states` from the tables beside the models; change the table, then draw again.
"""


class Command(BaseCommand):
    help = "Writes STATES.md of each app from its TRANSITIONS tables; --check only says whether they are current."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail when a drawing is out of date")

    def handle(self, *args: object, check: bool, **options: object) -> None:
        stale = [path for path, text in drawings().items() if not path.exists() or path.read_text() != text]
        if check and stale:
            raise CommandError(f"Out of date, run manage.py draw_states: {', '.join(_short(path) for path in stale)}")
        for path in stale:
            path.write_text(drawings()[path])
            self.stdout.write(f"drew {_short(path)}")


def machines() -> list[type[Model]]:
    """Every model of ours that has a table of moves."""
    ours = (config for config in apps.get_app_configs() if Path(config.path).parent == settings.BASE_DIR)
    return [model for config in ours for model in config.get_models() if hasattr(model, "TRANSITIONS")]


def drawings() -> dict[Path, str]:
    """What each app's STATES.md should say, by its path."""
    pages: dict[Path, str] = {}
    for model in machines():
        config = model._meta.app_config
        path = Path(config.path) / "STATES.md"
        pages.setdefault(path, OPENING.format(app=config.label))
        pages[path] += _drawing(model)
    return pages


def _drawing(model: type[Model]) -> str:
    """One model: the diagram, then each state in the console's words and what may follow it."""
    states = list(model.State)
    born = getattr(model, "BORN", [model._meta.get_field("state").default])
    moves = [f"    {was.value} --> {to.value}" for was in states for to in states if to in model.TRANSITIONS[was]]
    ends = [f"    {state.value} --> [*]" for state in states if not model.TRANSITIONS[state]]
    with translation.override("en"):
        rows = [
            f"| `{state.value}` | {state.label} | "
            f"{', '.join(f'`{to.value}`' for to in states if to in model.TRANSITIONS[state]) or 'final'} |"
            for state in states
        ]
    diagram = ["```mermaid", "stateDiagram-v2", *(f"    [*] --> {state.value}" for state in born), *moves, *ends, "```"]
    table = ["| state | in words | may become |", "|---|---|---|", *rows]
    return "\n".join(["", f"## {model.__name__}", "", *diagram, "", *table, ""])


def _short(path: Path) -> str:
    return str(path.relative_to(settings.BASE_DIR))
