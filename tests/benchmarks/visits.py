"""A first visit in Chromium: requests and bytes as they cross the network, headers included."""

from collections import Counter
from typing import Any

from tests.benchmarks.addresses import typical_case_path
from tests.browsers import Pages, launched_chromium


def measure_visits(site_url: str) -> dict[str, dict[str, Any]]:
    """Photos of reports are counted apart: they are not part of the page's budget."""
    paths = {"home": "/", "report form": "/lapor/", "public case": typical_case_path(), "public list": "/laporan/"}
    with launched_chromium() as browser:
        pages = Pages(browser)
        figures = {name: _visit(pages, f"{site_url}{path}") for name, path in paths.items()}
        pages.close()
    return figures


def _visit(pages: Pages, address: str) -> dict[str, Any]:
    page = pages.open(width=375)
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    answers: dict[str, tuple[str, str]] = {}
    sizes: dict[str, int] = {}
    session.on("Network.responseReceived", lambda event: _note(answers, event))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(address, wait_until="networkidle")
    kinds: Counter[str] = Counter()
    for request, (kind, _url) in answers.items():
        kinds[kind] += int(sizes.get(request, 0))
    photos = kinds.pop("photo", 0)
    return {
        "requests": sum(kind != "photo" for kind, _url in answers.values()),
        "bytes": sum(kinds.values()),
        "photos": photos,
        "kinds": dict(kinds.most_common()),
        "addresses": [url for _kind, url in answers.values()],
    }


def _note(answers: dict[str, tuple[str, str]], event: dict[str, Any]) -> None:
    url = event["response"]["url"]
    if url.startswith("data:"):
        return
    is_photo = "/foto/" in url or "/media/" in url
    answers[event["requestId"]] = ("photo" if is_photo else event["type"].lower(), url)
