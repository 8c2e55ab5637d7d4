"""The project's own promises: contracts, migrations, documentation, names, locks."""

import ast
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from portal import bootstrap
from portal.env import env
from tests.databases import ROOT

PACKAGES = ("portal", "participation", "cms", "nlp", "tests")
BANNED_NAMES = {"utils", "helpers", "common", "core", "misc", "services", "util", "helper"}
TOOLS = Path(sys.executable).parent


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(command, cwd=ROOT, env={**own, **environment}, capture_output=True, text=True)


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]


def test_import_contracts_hold() -> None:
    result = run(str(TOOLS / "lint-imports"), "--no-logo")
    assert result.returncode == 0, result.stdout


def test_ruff_finds_nothing() -> None:
    result = run(str(TOOLS / "ruff"), "check", "--output-format", "concise", ".")
    assert result.returncode == 0, result.stdout


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert documented == set(env.scheme)


def test_settings_read_the_environment_only_through_the_register() -> None:
    readers = [
        path for path in sources() if path.is_relative_to(ROOT / "participation") or path.is_relative_to(ROOT / "cms")
    ]
    assert [str(path) for path in readers if re.search(r"\bos\.(environ|getenv)", path.read_text())] == []


def test_every_command_is_documented() -> None:
    ours = {name for name, app in get_commands().items() if app.split(".")[0] in PACKAGES}
    section = (ROOT / "docs/commands.md").read_text().partition("## Management commands")[2]
    assert set(re.findall(r"^\| `([a-z_]+)[^`]*` \|", section, re.MULTILINE)) == ours


def test_every_make_target_is_documented() -> None:
    targets = re.search(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE).group(1).split()
    documented = re.findall(r"^\| `make ([a-z]+)", (ROOT / "docs/commands.md").read_text(), re.MULTILINE)
    assert sorted(documented) == sorted(targets)


def test_no_module_is_a_drawer() -> None:
    assert [str(path) for path in sources() if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES] == []


def test_no_source_file_is_longer_than_it_may_be() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in sources()}
    too_long = {name: count for name, count in lengths.items() if count > 400 and "/migrations/" not in name}
    assert too_long == {}


def test_migrations_are_named_by_hand() -> None:
    names = [path.name for path in ROOT.glob("*/**/migrations/0*.py") if ".venv" not in path.parts]
    assert names
    assert [name for name in names if re.search(r"_auto_|_initial\.py$|_and_more", name)] == []


def test_links_between_documents_lead_somewhere() -> None:
    broken = [
        f"{path.name}: {target}"
        for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_vendor_files_are_what_was_fetched() -> None:
    for listing in ROOT.glob("*/**/vendor.json"):
        if ".venv" in listing.parts:
            continue
        for package in json.loads(listing.read_text())["packages"]:
            for name, digest in package["files"].items():
                assert hashlib.sha256((listing.parent / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_locks_hold_what_is_asked_for_and_no_address(name: str) -> None:
    lock = (ROOT / f"{name}.txt").read_text()
    asked = re.findall(r"^([A-Za-z][A-Za-z0-9-]+)", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
    assert [package for package in asked if f"\n{package}==" not in f"\n{lock}"] == []
    assert not re.search(r"https?://|file:|^-[if]", lock, re.MULTILINE)


def test_bootstrap_runs_on_the_standard_library_alone() -> None:
    for module in ("bootstrap", "supervisor"):
        tree = ast.parse((ROOT / f"portal/{module}.py").read_text())
        imported = {
            alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
        } | {node.module.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert imported <= set(sys.stdlib_module_names), module


def test_the_installer_can_be_cut_out_of_the_lock_with_its_hashes() -> None:
    blocks = [block for block in bootstrap._blocks(bootstrap.DEV_LOCK.read_text()) if block.startswith("uv==")]
    assert len(blocks) == 1
    assert "--hash=sha256:" in blocks[0]


GOOD = {
    "DJANGO_SETTINGS_MODULE": "portal.settings.production",
    "SECRET_KEY": "vJ4kqz9XhT2mWc7RsYpL0aBdEfGiNoQu-1x3y5w6A8CDFHI",
    "LOOKUP_HASH_KEY": "Zt8uQ2rLx5Wn7Kc1Vb4Mj9Hs3Gd6Fa0Pe-yTiRoEwUqSzXvC",
    "FIELD_ENCRYPTION_KEYS": "dGVzdHMtb25seS1rZXktb2YtMzItYnl0ZXMtbG9uZyE=",
    "ALLOWED_HOSTS": "suara.contoh.id",
    "SITE_URL": "https://suara.contoh.id",
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "pendek"),
        ("SECRET_KEY", "ab" * 40),
        ("SECRET_KEY", "django-insecure-" + GOOD["SECRET_KEY"]),
        ("LOOKUP_HASH_KEY", ""),
        ("LOOKUP_HASH_KEY", GOOD["SECRET_KEY"]),
        ("FIELD_ENCRYPTION_KEYS", ""),
        ("FIELD_ENCRYPTION_KEYS", "bukan-kunci"),
        ("FIELD_ENCRYPTION_KEYS", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("SITE_URL", "http://suara.contoh.id"),
    ],
)
def test_production_refuses_to_start_on_a_weak_setting(tmp_path: Path, name: str, value: str) -> None:
    result = run(
        sys.executable, "-c", "import portal.settings.production", **{**GOOD, "SW_DATA_DIR": str(tmp_path), name: value}
    )
    assert result.returncode != 0
    assert "ImproperlyConfigured" in result.stderr
    assert name in result.stderr.splitlines()[-1]


def test_production_starts_on_good_settings(tmp_path: Path) -> None:
    result = run(sys.executable, "manage.py", "check", "--deploy", **{**GOOD, "SW_DATA_DIR": str(tmp_path)})
    assert result.returncode == 0, result.stderr
