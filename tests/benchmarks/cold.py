"""From nothing to the first page: `python -m tests.benchmarks.cold [--output FILE] [--folder DIR] [--with-suite]`.

A fresh clone without environment, package caches or data: how long `make run` takes to its first page, to start again
and to stop, how long `make test` installs, and what everything weighs. Each step is written to the output file when it
is done and skipped when the file has it already, so that a run that broke off goes on where it was.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.office import machine

ROOT = Path(__file__).resolve().parents[2]
LIMIT = 900.0
KEPT_VARIABLES = {"PATH", "HOME", "LANG", "TERM", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "SSL_CERT_FILE"}
INSTALL = "from portal.bootstrap import *; install(RUN_LOCK, DEV_LOCK)"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "suara-warga-cold")
    parser.add_argument("--output", type=Path)
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--with-suite", action="store_true", help="run the whole suite as well")
    arguments = parser.parse_args()
    cold = Cold(arguments.folder, arguments.output or arguments.folder / "cold.json", arguments.port)
    cold.step("run", cold.first_run)
    cold.step("run again", cold.second_run)
    cold.step("install for tests", cold.install_for_tests)
    if arguments.with_suite:
        cold.step("suite", cold.suite)
    print(cold.output.read_text())


class Cold:
    def __init__(self, folder: Path, output: Path, port: int) -> None:
        self.folder, self.output, self.port = folder, output, port
        folder.mkdir(parents=True, exist_ok=True)
        self.figures: dict[str, Any] = json.loads(output.read_text()) if output.exists() else {}

    def step(self, name: str, measure: Callable[[], dict[str, Any]]) -> None:
        if name in self.figures:
            return
        print(f"{name} …", file=sys.stderr, flush=True)
        self.figures[name] = {**measure(), "machine": machine()}
        self.output.write_text(json.dumps(self.figures, indent=1) + "\n")

    def first_run(self) -> dict[str, Any]:
        site = self._clone("run")
        times = self._run_until_first_page(site)
        return {**times, "environment_mb": _megabytes(site / ".venv"), "data_mb": _megabytes(site / "var")}

    def second_run(self) -> dict[str, Any]:
        return self._run_until_first_page(self.folder / "run")

    def install_for_tests(self) -> dict[str, Any]:
        site = self._clone("test")
        started = time.monotonic()
        subprocess.run(["python3", "-c", INSTALL], cwd=site, env=self._environment(), check=True)
        return {"seconds": round(time.monotonic() - started, 1), "environment_mb": _megabytes(site / ".venv")}

    def suite(self) -> dict[str, Any]:
        started = time.monotonic()
        done = subprocess.run(
            ["make", "test"], cwd=self.folder / "test", env=self._environment(), text=True, stdout=subprocess.PIPE
        )
        last = done.stdout.strip().splitlines()[-1:]
        return {"seconds": round(time.monotonic() - started, 1), "exit": done.returncode, "summary": "".join(last)}

    def _clone(self, name: str) -> Path:
        """Package caches go with the old clone: what is measured includes the downloads."""
        target = self.folder / name
        for old in (target, self.folder / "caches"):
            shutil.rmtree(old, ignore_errors=True)
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(target)], check=True)
        return target

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name.upper() in KEPT_VARIABLES}
        caches = self.folder / "caches"
        return {
            **kept,
            "PORT": str(self.port),
            "UV_CACHE_DIR": str(caches / "uv"),
            "PIP_CACHE_DIR": str(caches / "pip"),
        }

    def _run_until_first_page(self, site: Path) -> dict[str, float]:
        with (self.folder / "run.log").open("ab") as log:
            started = time.monotonic()
            process = subprocess.Popen(
                ["make", "run"], cwd=site, env=self._environment(), stdout=log, stderr=log, start_new_session=True
            )
            try:
                self._wait_for_page(process)
                first_page = time.monotonic() - started
                stopping = time.monotonic()
            finally:
                os.killpg(process.pid, signal.SIGINT)
                process.wait(timeout=60)
        return {"first_page_s": round(first_page, 1), "stop_s": round(time.monotonic() - stopping, 1)}

    def _wait_for_page(self, process: subprocess.Popen) -> None:
        deadline = time.monotonic() + LIMIT
        while not _answers(f"http://localhost:{self.port}/"):
            if process.poll() is not None or time.monotonic() > deadline:
                sys.exit(f"no page came; see {self.folder}/run.log")
            time.sleep(0.1)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 -- our own address
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def _megabytes(folder: Path) -> int:
    """As du counts: what the files take up on the disk."""
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return round(sum(path.stat().st_blocks for path in files) * 512 / 1024 / 1024)


if __name__ == "__main__":
    main()
