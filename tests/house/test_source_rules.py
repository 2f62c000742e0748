"""Which habits does a machine remember for us? Safe markup, one clock, one address, no message for the far future."""

import ast
import re

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.house import tree

pytestmark = pytest.mark.nodb

# Each place that says "this markup is safe" of something it did not spell out itself, and why it is.
REVIEWED_MARKUP = {
    "corridor/fragments.py": "what a template drew, kept as it was drawn",
    "events/qr.py": "a drawing of dots by segno; our own text goes in as dots, never as letters",
    "events/templatetags/event_words.py": "JSON for search engines; every sign that could end it is escaped",
}
# Who else may read a clock, and why.
OTHER_CLOCKS = {
    "corridor/views/erasing.py": "how long ago somebody signed in, which allauth notes in true time",
    "matchmaking/demo/second_step.py": "shows the code that an authenticator app shows at this very moment",
}
MARKUP_MAKERS = {"mark_safe", "SafeString", "SafeText", "html_safe"}


def test_s25_safe_markup_is_made_only_where_it_was_reviewed():
    found = {
        str(path)
        for path in tree.product(".py")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and _called(node) in MARKUP_MAKERS
        if not all(isinstance(argument, ast.Constant) for argument in node.args)
    }

    assert found == set(REVIEWED_MARKUP)


def test_s25_format_html_never_gets_a_pattern_with_values_in_it():
    """format_html(f"...") and format_html(a + b) would put the values inside the markup unescaped."""
    patterns = {"format_html": 1, "format_html_join": 2}
    found = [
        f"{path}:{node.lineno}"
        for path in tree.product(".py")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and _called(node) in patterns
        if any(not isinstance(part, ast.Constant | ast.Name) for part in node.args[: patterns[_called(node)]])
    ]

    assert found == []


def test_s07_no_address_is_built_from_the_request():
    found = tree.lines_with(
        re.compile(r"build_absolute_uri|get_current_site|get_host\(|HTTP_HOST|X_FORWARDED_HOST").search,
        tree.product(".py", ".html", ".txt"),
    )

    assert found == []


def test_only_the_clock_asks_for_the_time():
    """R-19, R-20: actions, rules and the engine get `now`; faces ask corridor.clock."""
    asks = re.compile(r"timezone\.now\b|datetime\.now\(|\.utcnow\(|date\.today\(|time\.time\(|localdate\(\)")
    files = [path for path in tree.product(".py") if str(path) not in {"corridor/clock.py", *OTHER_CLOCKS}]

    assert tree.lines_with(asks.search, files) == []


def test_the_clock_is_asked_by_faces_only():
    """An action, a rule, a query or a mail that asks for the time could not be replayed."""
    rooms = {"actions", "queries", "engine", "models"}
    files = [
        path
        for path in tree.product(".py")
        if rooms & set(path.parts) or path.stem in ("rules", "emails", "lifecycle", "links")
    ]

    assert [str(path) for path in files if "clock" in _names(path)] == []


def test_r05_no_task_is_put_off_by_the_broker():
    """A message for later would be lost with the broker, or run again and again: later is a row with `due_at`."""
    put_off = re.compile(r"\beta\s*=|\bcountdown\s*=|apply_async\(|\bexpires\s*=|chord\(|self\.retry\(")
    files = [path for path in tree.product(".py") if "engine" not in path.parts]

    assert tree.lines_with(lambda line: put_off.search(line) and "celery" not in line, files) == []


def test_s51_tasks_take_plain_values_and_their_names_are_in_the_beat_table_or_asked_for():
    names = {
        decorator.keywords[0].value.value
        for path in tree.product(".py")
        for node in tree.parsed(path).body
        if isinstance(node, ast.FunctionDef)
        for decorator in node.decorator_list
        if isinstance(decorator, ast.Call) and getattr(decorator.func, "id", "") == "shared_task"
        if decorator.keywords and decorator.keywords[0].arg == "name"
    }
    words = "\n".join(tree.text(path) for path in tree.product(".py"))

    assert [name for name in sorted(names) if words.count(f'"{name}"') < 2] == []


def test_no_view_reads_a_raw_name_for_order_or_filter():
    """S-54: what a person sends is never the name of a column, nor a set of keywords."""
    raw = re.compile(
        r"(order_by|filter|exclude|objects\.get|values)\(\*{0,2}\s*request\.(GET|POST)|\*\*request\.(GET|POST)"
    )

    assert tree.lines_with(raw.search, tree.product(".py")) == []


def test_f003_nothing_is_sorted_by_a_row_of_another_table():
    """order_by("introduction") sorts by what that model is sorted by, such as a score that a hand-over changes."""
    fields = [one for model in apps.get_models() for one in model._meta.get_fields()]
    relations = {one.name for one in fields if one.many_to_one} - {one.name for one in fields if not one.is_relation}
    found = [
        f"{path}:{node.lineno}"
        for path in tree.product(".py")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and _called(node) == "order_by"
        if any(isinstance(part, ast.Constant) and _last_word(part.value) in relations for part in node.args)
    ]

    assert found == []


def _last_word(column: str) -> str:
    return column.removeprefix("-").rpartition("__")[2]


def test_s57_history_is_only_ever_added_to():
    """No line of ours changes or deletes a Transition; a mistake in the history is mended by another line.

    Two exceptions: who came in and from where is forgotten after 90 days, as the privacy page says; and so is what
    the reasons say of somebody who erased themselves (F050).
    """
    changes = {"update", "delete", "bulk_update", "update_or_create", "get_or_create", "save"}
    found = [
        f"{path}:{node.lineno}"
        for path in tree.product(".py")
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, ast.Call) and _called(node) in changes
        if any(isinstance(inner, ast.Name) and inner.id == "Transition" for inner in ast.walk(node.func))
    ]

    assert [line.partition(":")[0] for line in found] == ["corridor/account_history.py", "corridor/actions/erasing.py"]


@pytest.mark.django_db
def test_migrations_say_what_the_models_say():
    call_command("makemigrations", check=True, dry_run=True)


def _called(node: ast.Call) -> str:
    return getattr(node.func, "id", getattr(node.func, "attr", ""))


def _names(path) -> set[str]:
    """Every name a module uses."""
    nodes = list(ast.walk(tree.parsed(path)))
    plain = {node.id for node in nodes if isinstance(node, ast.Name)}
    dotted = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    return plain | dotted | {alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names}
