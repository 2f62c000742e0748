"""Do imports fall in one direction only, and stand at the top of the file?"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import tree

pytestmark = pytest.mark.nodb

# Where a function may import, and why.
INSIDE_A_FUNCTION = {
    "matchmaking/engine/__init__.py": "web processes never load the numeric packages",
}


def test_import_contracts_hold():
    linter = Path(sys.executable).with_name("lint-imports")

    run = subprocess.run([linter, "--no-cache"], cwd=tree.ROOT, capture_output=True, text=True)

    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-3000:]


def test_no_import_inside_a_function_body():
    hidden = {
        str(path)
        for path in tree.product(".py")
        for function in ast.walk(tree.parsed(path))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    }

    assert hidden <= set(INSIDE_A_FUNCTION)


def test_only_the_outbox_transport_imports_the_mail_layer():
    found = tree.lines_with(lambda line: "import" in line and "django.core.mail" in line, tree.product(".py"))

    assert [line.split(":")[0] for line in found] == ["corridor/transport.py"] * len(found)


def test_the_web_process_does_not_load_the_numeric_packages():
    code = (
        "import django, sys; django.setup(); from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(sorted({'numpy', 'scipy', 'numba'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code]
    environment = {"MODE": "development", "DJANGO_SETTINGS_MODULE": "corridor.settings", "PATH": "", "LANG": "C.UTF-8"}

    run = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, env=environment)

    assert run.stdout == "[]\n", run.stderr[-2000:]
