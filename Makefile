PYTHON ?= python3
BOOT = $(PYTHON) -m portal.bootstrap

.PHONY: run test lint check lock clean

run: ; @$(BOOT) run
test: ; @$(BOOT) test $(ARGS)
lint: ; @$(BOOT) lint
check: ; @$(BOOT) check $(ARGS)
lock: ; @$(BOOT) lock $(ARGS)

# Keeps var/, where the data is.
clean: ; rm -rf .venv staticfiles .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis
