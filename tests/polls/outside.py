"""The stand-alone script as those who download it have it: a file, not a module of this project."""

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from participation.polls.models import Poll
from participation.polls.queries.published import ballot_path, receipt_path, result_data
from tests.databases import ROOT

SCRIPT = ROOT / "participation/polls/static/polls/verify_poll.py"
_spec = spec_from_file_location("verify_poll_script", SCRIPT)
script = module_from_spec(_spec)
_spec.loader.exec_module(script)


def download(poll: Poll, folder: Path) -> list[Path]:
    """The three files as the site hands them out."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in ("suara.jsonl", "bukti.jsonl", "hasil.json")]
    files[0].write_bytes(ballot_path(poll).read_bytes())
    files[1].write_bytes(receipt_path(poll).read_bytes())
    files[2].write_text(json.dumps(result_data(poll), ensure_ascii=False))
    return files


def run_script(files: list[Path], *more: str) -> tuple[int, str]:
    command = [sys.executable, "-I", "-S", str(SCRIPT), *map(str, files), *more]
    done = subprocess.run(command, capture_output=True, text=True, env={"PYTHONUTF8": "1"})
    return done.returncode, done.stdout + done.stderr
