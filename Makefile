# Everything runs in .venv, made by uv where it is on PATH, else by venv and pip.
PYTHON ?= $(shell sh tools/find-python)
BIN := .venv/bin
MADE := .venv/.made

.PHONY: demo test lint bench format clean

$(MADE): pyproject.toml
	sh tools/make-venv .venv "$(PYTHON)"
	@touch $@

demo: $(MADE)  ## rewrite the example repository, and show what changed
	@sh examples/demo.sh $(BIN)

test: $(MADE)  ## all tests, on all cores
	$(BIN)/pytest -n auto -q

lint: $(MADE)  ## format, lint, types, layers, dependencies
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src

format: $(MADE)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(MADE)  ## speed and correctness beside the peers, in one run
	$(BIN)/python bench/run.py $(BENCH)
	$(BIN)/python bench/fleet_update.py
	$(BIN)/python bench/crash.py

clean:
	rm -rf .venv .bench .demo dist
