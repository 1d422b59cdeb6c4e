# `make run` installs and starts the service; `make test` installs and runs every check. Nothing else is needed first
# but Python 3.11 or newer; scripts/venv says in one sentence what is missing.

VENV := .venv
BIN := $(VENV)/bin

.PHONY: help run test check unit desktop windows debian lint bench figures wheel clean

help:
	@echo "make run      install, and run the service here in the foreground (Ctrl-C stops it)"
	@echo "make test     install, and run every check and test"
	@echo "make unit     only the tests that need no desktop"
	@echo "make windows  the tests that make sense on Windows, by a Windows Python under Wine"
	@echo "make debian   the Debian package, into dist/"
	@echo "make lint     style, types, spelling and the order of the rooms"
	@echo "make bench    speed and memory, beside a baseline"
	@echo "make figures  the contact sheet of all figures"
	@echo "make clean    remove what was installed here"

$(VENV)/installed: pyproject.toml scripts/venv
	@scripts/venv $(VENV) run

$(VENV)/installed-dev: pyproject.toml scripts/venv
	@scripts/venv $(VENV) dev

run: $(VENV)/installed
	@exec $(BIN)/routine run

test: $(VENV)/installed-dev
	@scripts/desktop-packages
	@$(MAKE) --no-print-directory lint
	@$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder

unit: $(VENV)/installed-dev
	@$(BIN)/python -m pytest -m "not desktop"

desktop: $(VENV)/installed-dev
	@scripts/desktop-packages
	@$(BIN)/python -m pytest -m desktop

windows: $(VENV)/installed-dev
	@scripts/windows

debian:
	@scripts/debian-package

lint: $(VENV)/installed-dev
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/mypy --no-error-summary --platform win32 --cache-dir .mypy_cache/win32 --no-warn-unreachable routine
	@$(BIN)/mypy --no-error-summary --platform darwin --cache-dir .mypy_cache/darwin --no-warn-unreachable routine
	@$(BIN)/codespell
	@$(BIN)/shellcheck .ci/run scripts/venv scripts/desktop-packages scripts/lint-page scripts/windows scripts/debian-package
	@scripts/lint-page
	@$(BIN)/lint-imports --no-cache > /dev/null || $(BIN)/lint-imports --no-cache

bench: $(VENV)/installed-dev
	@$(BIN)/python -m bench

figures: $(VENV)/installed-dev
	@$(BIN)/python scripts/figures.py docs/figures.png

wheel: $(VENV)/installed-dev
	@$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) node_modules dist build
