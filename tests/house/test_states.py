"""Is every state in its table, every table drawn, and every move made through the one door?"""

import ast

import pytest
from django.core.management import call_command

from corridor.management.commands.draw_states import machines
from tests.house import tree

pytestmark = pytest.mark.nodb

# Who may write a state column: lifecycle moves things, the outbox moves its own rows in bulk.
MOVERS = {"corridor/lifecycle.py", "corridor/outbox.py"}


def test_drawings_are_current():
    call_command("draw_states", check=True)


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_every_state_is_a_row_of_the_table_and_can_be_reached(model):
    reached = {to for moves in model.TRANSITIONS.values() for to in moves}

    assert set(model.TRANSITIONS) == set(model.State)
    born = getattr(model, "BORN", [model._meta.get_field("state").default])
    assert reached | set(born) == set(model.State)


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_every_state_leads_to_an_end(model):
    ended = {state for state, moves in model.TRANSITIONS.items() if not moves}
    assert ended
    while more := {was for was, moves in model.TRANSITIONS.items() if moves & ended} - ended:
        ended |= more

    assert ended == set(model.State)


@pytest.mark.parametrize("model", machines(), ids=lambda model: model.__name__)
def test_the_database_knows_every_state_and_no_other(model):
    known = next(rule for rule in model._meta.constraints if rule.name.endswith("_state_known"))

    assert set(dict(known.condition.children)["state__in"]) == set(model.State)


def test_only_lifecycle_and_outbox_write_a_state():
    written = {
        f"{path}:{node.lineno}"
        for path in tree.product(".py")
        if str(path) not in MOVERS
        for node in ast.walk(tree.parsed(path))
        if _writes_a_state(node)
    }

    assert written == set()


def _writes_a_state(node: ast.AST) -> bool:
    """`x.state = ...`, `setattr(x, "state", ...)`, `.update(state=...)` in either spelling, `bulk_update`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in targets)
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "update":
        unpacked = [word.value for word in node.keywords if word.arg is None and isinstance(word.value, ast.Dict)]
        keys = {word.arg for word in node.keywords} | {getattr(key, "value", "") for d in unpacked for key in d.keys}
        return "state" in keys
    if name in ("setattr", "bulk_update", "update_or_create"):
        return any(
            getattr(inner, "value", "") == "state" for inner in ast.walk(node) if isinstance(inner, ast.Constant)
        )
    return False
