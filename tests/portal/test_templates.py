"""What the strict content policy and the budgets demand of every template, script and style."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted(
    path
    for folder in ("portal", "participation", "cms")
    for path in (ROOT / folder).rglob("templates/**/*.html")
    if "wagtailadmin" not in path.parts
)
STATIC = ROOT / "portal" / "static" / "portal"
RESIDENT_CSS = ("tokens.css", "base.css", "components.css")


def ids(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_no_inline_style_or_script(path):
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"<script(?![^>]*\bsrc=)", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_every_posting_form_is_protected(path):
    source = path.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b[^>]*method=\"post\".*?</form>", source, re.DOTALL):
        assert "csrf_token" in form or 'url "set_theme"' in form


def test_values_live_in_the_tokens_only():
    css = "".join((STATIC / name).read_text() for name in ("components.css", "desk.css"))
    used = set(re.findall(r"var\((--[\w-]+)", css))
    tokens = (STATIC / "tokens.css").read_text() + css
    assert {name for name in used if f"{name}:" not in tokens} == set()


def test_stylesheets_stay_inside_their_budget():
    joined = b"".join((STATIC / name).read_bytes() for name in RESIDENT_CSS)
    assert len(joined) <= 45 * 1024
    assert len(gzip.compress(joined, 9)) <= 13 * 1024


@pytest.mark.parametrize("name", ["enhance.js", "report.js", "enhance_desk.js", "enhance_reply.js"])
def test_scripts_stay_inside_their_budget(name):
    assert len((STATIC / name).read_bytes()) <= 4 * 1024


def test_one_small_font_with_its_licence():
    fonts = list((STATIC / "fonts").glob("*.woff2"))
    assert [font.stat().st_size <= 15 * 1024 for font in fonts] == [True]
    assert (STATIC / "fonts" / "OFL.txt").exists()
    assert "ISC License" in (STATIC / "LICENSES.txt").read_text()
