"""Outside tools that a test may need: a missing one skips the test, and fails it where CI promises the tool."""

import os
from typing import NoReturn

import pytest

MUST_EXIST = "TESTS_REQUIRE_TOOLS"


def missing(tool: str, remedy: str) -> NoReturn:
    message = f"{tool} is missing: {remedy}"
    if os.environ.get(MUST_EXIST) == "1":
        pytest.fail(message)
    pytest.skip(message)
