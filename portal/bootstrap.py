"""From a fresh clone to a running site or a finished test run. Standard library only, run by the Makefile."""

import hashlib
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCK = ROOT / "requirements.txt"
DEV_LOCK = ROOT / "requirements-dev.txt"


def main(arguments: list[str]) -> int:
    actions = {"run": run, "test": test, "lint": lint, "check": check, "lock": lock}
    name = arguments[0] if arguments else ""
    if name not in actions:
        print(f"usage: python3 -m portal.bootstrap {'|'.join(actions)} [arguments]")
        return 2
    return actions[name](arguments[1:])


def run(arguments: list[str]) -> int:
    install(RUN_LOCK)
    environment = {"DJANGO_SETTINGS_MODULE": "portal.settings.local", "DEBUG": "0", **os.environ}
    code = prepare(environment)
    if code == 0:
        os.chdir(ROOT)
        os.execve(PYTHON, [str(PYTHON), "-m", "portal.serving"], environment)  # noqa: S606
    return code


def prepare(environment: dict[str, str]) -> int:
    """Skipped when neither the sources nor the embedded database changed since the last start."""
    data_dir = Path(environment.get("SW_DATA_DIR") or ROOT / "var")
    stamp, state = data_dir / ".prepared", _source_state()
    is_embedded = not environment.get("DATABASE_URL")
    if is_embedded and any(data_dir.glob("*.sqlite3")) and stamp.exists() and stamp.read_text() == state:
        return 0
    code = call("manage.py", "prepare", environment=environment)
    if code == 0:
        stamp.write_text(state)
    return code


def _source_state() -> str:
    digest = hashlib.sha256(RUN_LOCK.read_bytes())
    for package in ("portal", "participation", "cms", "nlp"):
        for path in sorted((ROOT / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                status = path.stat()
                digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def test(arguments: list[str]) -> int:
    install(RUN_LOCK, DEV_LOCK)
    return call("-m", "pytest", *arguments)


def lint(arguments: list[str]) -> int:
    install(RUN_LOCK, DEV_LOCK)
    checks = (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("lint-imports", "--no-logo"),
        ("djlint", "--lint", "--quiet", "portal", "participation", "cms"),
    )
    return max(call_script(*command) for command in checks)


def check(arguments: list[str]) -> int:
    """What CI runs before a change is accepted."""
    return lint([]) or test(arguments)


def lock(arguments: list[str]) -> int:
    """Write the hashed locks anew; ``--upgrade`` takes the newest versions."""
    install(RUN_LOCK, DEV_LOCK)
    options = (
        "--universal", "--generate-hashes", "--python-version", "3.11", "--quiet",
        "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links",
    )  # fmt: skip
    for target in (RUN_LOCK, DEV_LOCK):
        source = target.with_suffix(".in")
        if code := call("-m", "uv", "pip", "compile", *options, *arguments, "-o", target.name, source.name):
            return code
    return 0


def install(*locks: Path) -> None:
    """Make the environment and install the locks, unless that was done for just these."""
    if sys.version_info < (3, 11):  # noqa: UP036 -- whoever runs this may have an older Python
        sys.exit("Python 3.11 or newer is needed.")
    if not PYTHON.exists():
        make_environment()
    stamp = VENV / f".installed-{locks[-1].stem}"
    state = _state(locks)
    if stamp.exists() and stamp.read_text() == state:
        return
    say(f"Installing {', '.join(lock.name for lock in locks)} …")
    if not install_with_uv(locks):
        install_with_pip(locks)
    stamp.write_text(state)


def make_environment() -> None:
    say("Making the virtual environment .venv …")
    try:
        venv.create(VENV, with_pip=True)
    except (subprocess.CalledProcessError, ImportError):
        sys.exit("Python's venv module is incomplete. On Debian: apt-get install python3-venv")


def _state(locks: tuple[Path, ...]) -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in locks:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install_with_uv(locks: tuple[Path, ...]) -> bool:
    if call("-m", "uv", "--version", is_quiet=True) and not _install_uv():
        return False
    return call("-m", "uv", "pip", "install", "--quiet", "--python", str(PYTHON), *_options(locks)) == 0


def _install_uv() -> bool:
    """uv itself comes with the hashes of the development lock."""
    pinned = [block for block in _blocks(DEV_LOCK.read_text()) if block.startswith("uv==")]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(pinned) + "\n")
        file.flush()
        return call("-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", file.name) == 0


def _blocks(text: str) -> list[str]:
    blocks: list[str] = []
    for line in text.splitlines():
        if line.startswith(" ") and blocks:
            blocks[-1] += f"\n{line}"
        else:
            blocks.append(line)
    return blocks


def install_with_pip(locks: tuple[Path, ...]) -> None:
    if code := call("-m", "pip", "install", "--quiet", *_options(locks)):
        sys.exit(code)


def _options(locks: tuple[Path, ...]) -> list[str]:
    return ["--require-hashes", *(part for path in locks for part in ("-r", str(path)))]


def call(*arguments: str, environment: dict[str, str] | None = None, is_quiet: bool = False) -> int:
    output = subprocess.DEVNULL if is_quiet else None
    command = [str(PYTHON), *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=output).returncode  # noqa: S603


def call_script(name: str, *arguments: str) -> int:
    return subprocess.run([str(VENV / "bin" / name), *arguments], cwd=ROOT).returncode  # noqa: S603


def say(message: str) -> None:
    print(message, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
