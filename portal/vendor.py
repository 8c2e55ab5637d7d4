"""Fetch the third-party files that the site serves itself, as vendor.json lists them: ``python -m portal.vendor``.

npm brings each package; what differs from the recorded integrity or file digests is refused. To take another version,
change it in vendor.json and run with ``--accept``, which records the new digests. Needs npm; the running site does not.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LISTING = HERE / "vendor.json"
# The map is not shipped: the static files' storage would look for it.
_SOURCE_MAP = re.compile(rb"^//# sourceMappingURL=.*\n?", re.MULTILINE)


class Refused(SystemExit):
    """What came is not what was recorded."""


def download(name: str, version: str, folder: Path) -> Path:
    command = ["npm", "pack", f"{name}@{version}", "--json", "--pack-destination", str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 -- names of vendor.json
    return folder / json.loads(told)[0]["filename"]


def integrity_of(archive: Path) -> str:
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def read_member(archive: Path, name: str) -> bytes:
    with tarfile.open(archive) as package:
        content = package.extractfile(f"package/{name}").read()
    return _SOURCE_MAP.sub(b"", content) if name.endswith(".js") else content


def fetch(package: dict[str, Any], *, accept: bool) -> None:
    """Write the files of one package; ``accept`` records what came instead of comparing it."""
    with tempfile.TemporaryDirectory() as folder:
        archive = download(package["name"], package["version"], Path(folder))
        _record(package, "integrity", integrity_of(archive), accept=accept)
        for name in package["files"]:
            content = read_member(archive, name.partition(f"/{package['name']}/")[2])
            _record(package["files"], name, hashlib.sha256(content).hexdigest(), accept=accept)
            target = HERE / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)


def _record(known: dict[str, Any], key: str, found: str, *, accept: bool) -> None:
    if accept:
        known[key] = found
    elif known[key] != found:
        raise Refused(f"{key}: expected {known[key]}, got {found}")


def main(arguments: list[str]) -> None:
    listing = json.loads(LISTING.read_text())
    for package in listing["packages"]:
        fetch(package, accept="--accept" in arguments)
    LISTING.write_text(json.dumps(listing, indent=2) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
