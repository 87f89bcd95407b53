# Everything runs in .venv, made by uv where it is on PATH, else by venv and pip.
PYTHON ?= $(shell sh tools/find-python)
BIN := .venv/bin
MADE := .venv/.made

.PHONY: demo generated quick test nightly lint bench format wheel release clean

$(MADE): pyproject.toml
	sh tools/make-venv .venv "$(PYTHON)"
	@touch $@

demo: $(MADE)  ## a repository rewritten, a new one made, a fleet updated
	@sh examples/demo.sh $(BIN)

generated: $(MADE)  ## what is said elsewhere and repeated
	$(BIN)/python -m tools.generated

quick: $(MADE)  ## two minutes: no network, browser, cluster, kills, corpus
	$(BIN)/pytest -n auto -q --hypothesis-profile quick \
		-m "not (network or browser or distributed or kills or corpus or slow or nightly)"

test: $(MADE)  ## all tests, on all cores
	$(BIN)/pytest -n auto -q

nightly: $(MADE)  ## the tests that take too long for every run
	$(BIN)/pytest -n auto -q -m nightly

lint: $(MADE)  ## format, lint, types, layers, dependencies, what the template is measured by
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/deptry src
	$(BIN)/repo-review --show err
	$(BIN)/zizmor --quiet --offline .github

format: $(MADE)
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

bench: $(MADE)  ## speed, correctness and safety beside the peers
	$(BIN)/python -m bench.run $(BENCH)
	$(BIN)/python -m bench.fleet_update
	$(BIN)/python -m bench.fleet_status
	$(BIN)/python -m bench.crash
	$(BIN)/python -m bench.damage
	$(BIN)/python -m bench.tables
	$(BIN)/python -m bench.oracle
	$(BIN)/python -m bench.rename
	$(BIN)/python -m bench.application
	$(BIN)/python -m bench.whole

wheel: $(MADE)  ## sdist and wheel, into dist
	rm -rf dist
	$(BIN)/uv build

release: $(MADE)  ## the version that CHANGELOG.md calls unreleased: files, checks, commit, tag
	$(BIN)/python -m tools.release begin
	$(BIN)/python -m tools.generated
	$(MAKE) lint test wheel
	$(BIN)/python -m tools.release tag

clean:
	rm -rf .venv .bench .demo dist
