"""Is every template named by somebody, and does none ask for what the policy forbids?"""

import re
from pathlib import Path

import django.contrib.admin
import pytest
from django.apps import apps
from django.template import engines

from tests.house import tree

pytestmark = pytest.mark.nodb

TEMPLATES = [path for path in tree.product(".html", ".txt") if path.parts[0] == "templates"]
# Django, and allauth for the last but one, ask for these by themselves.
ASKED_FOR_BY_PACKAGES = {"400.html", "403.html", "404.html", "429.html", "500.html"}


def name_of(path: Path) -> str:
    return str(path.relative_to("templates"))


def test_every_template_is_named_by_somebody():
    words = "\n".join(tree.text(path) for path in tree.product(".py", ".html", ".txt"))
    kinds = {path.parent for path in TEMPLATES if path.parts[1] == "emails" and len(path.parts) == 5}
    named = {folder for folder in kinds if f'"{folder.parts[2]}.{folder.parts[3]}"' in words}
    orphans = [
        name_of(path)
        for path in TEMPLATES
        if name_of(path) not in ASKED_FOR_BY_PACKAGES
        if path.parent not in named
        if f'"{name_of(path)}"' not in words and f"'{name_of(path)}'" not in words
        if not _replaces_a_package_template(name_of(path)) and not _belongs_to_a_console_model(path)
    ]

    assert orphans == []


def _replaces_a_package_template(name: str) -> bool:
    """Whether an installed package brings a template of that name, which ours stands in front of."""
    folders = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    folders.append(Path(django.forms.__file__).parent / "templates")
    return any((folder / name).is_file() for folder in folders)


def _belongs_to_a_console_model(path: Path) -> bool:
    """admin/<app>/<model>/change_form.html: the admin site asks for it by the model's name."""
    parts = path.parts[1:]
    if len(parts) != 4 or parts[0] != "admin":
        return False
    stock = Path(django.contrib.admin.__file__).parent / "templates" / "admin" / parts[3]
    return stock.is_file() and parts[2] in apps.all_models[parts[1]]


def test_every_template_compiles():
    engine = engines["django"]

    for path in TEMPLATES:
        engine.get_template(name_of(path))


def test_no_template_asks_for_what_the_policy_forbids():
    """No script or style in the page, no handler in an attribute, nothing from elsewhere (S-04)."""
    forbidden = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|"
        r"(?:src|srcset)=[\"']https?:|<link[^>]+href=[\"']https?:|<iframe(?![^>]*\bsandbox=)|<object|<embed|<base\b"
    )
    pages = [path for path in TEMPLATES if path.parts[1] != "emails"]

    assert tree.lines_with(forbidden.search, pages) == []


def test_no_template_switches_escaping_off():
    """S-25: user text reaches a page escaped; `|safe` and its kin are nowhere in a template."""
    off = re.compile(r"\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|\|\s*escapejs")
    pages = [path for path in TEMPLATES if path.suffix == ".html"]

    assert tree.lines_with(off.search, pages) == []
