# make serve  — everything at http://127.0.0.1:8000, from a bare checkout
# make test   — everything that CI runs, from a bare checkout
# make help   — all targets

PYTHON ?= python3
LOWEST := 3.11.2
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet
PORT   ?= 8000

# Only what the locks name, checked by hash; they are complete, so nothing has to be resolved. Sources
# are built with the locked setuptools.
LOCKED := $(PIP) install --require-hashes --no-deps --no-build-isolation --use-pep517 --no-compile

# pip compiles on one core. Done here once, on all: where nothing may be written to .venv, or
# PYTHONDONTWRITEBYTECODE stands in the environment, each process would compile all of it again.
COMPILED := $(BIN)/python -m compileall -q -j 0 $(VENV)/lib district law privacy search selfhelp publisher \
	    forms_backend fabu.py
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < tuple(map(int, "$(LOWEST)".split("."))))' \
	  || { echo "Python $(LOWEST) or newer is needed; name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml requirements.lock requirements-build.lock
	@echo "Installing what the site needs (half a minute, once) ..."
	@$(LOCKED) --requirement requirements-build.lock
	@$(LOCKED) --requirement requirements.lock
	@# Up to 0.1.0 the distribution had another name; two of them would own one command.
	@$(PIP) --quiet uninstall --yes fabu && rm -rf fabu.egg-info
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(COMPILED) > /dev/null || true
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	@echo "Installing what the tests need (half a minute, once) ..."
	@$(LOCKED) --requirement requirements-dev.lock
	@$(COMPILED) > /dev/null || true
	@touch $@

.PHONY: install
install: $(VENV)/.installed ## environment in .venv

.PHONY: install-dev
install-dev: $(VENV)/.installed-dev ## environment with the tools of `make test`

.PHONY: build
build: install ## check every manuscript, write site/ and documents.jsonl
	@$(BIN)/fabu build --if-changed

.PHONY: serve
serve: install ## site, forms and API at http://127.0.0.1:8000
	@$(BIN)/fabu up --port $(PORT)

# Needs Node.js and npm; the built file is in the repository, so that nothing else does.
EDITOR_SOURCE := releasing/text_editor
EDITOR_BUILT := forms_backend/staff/static/vendor/codemirror/codemirror.min.js
.PHONY: text-editor
text-editor: ## build the text editor of the staff zone anew from its locked npm packages
	@cd $(EDITOR_SOURCE) && npm ci --ignore-scripts --no-audit --no-fund
	@$(EDITOR_SOURCE)/node_modules/.bin/esbuild $(EDITOR_SOURCE)/entry.js --bundle --format=esm --target=chrome86 \
	  --minify --legal-comments=none --charset=utf8 --outfile=$(EDITOR_BUILT)
	@sha256sum $(EDITOR_BUILT)

.PHONY: preview
preview: install ## live reload for editors at http://127.0.0.1:8001
	@$(BIN)/fabu preview

.PHONY: check
check: install ## findings in manuscripts and configuration
	@$(BIN)/fabu check

# A file a worker at a time, in the order of tests/conftest.py.
WORKERS := --numprocesses auto --dist loadfile --no-loadscope-reorder

.PHONY: test
test: install-dev browser nginx openssh rsync ## everything that CI runs
	$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m benchmarks.structure
	$(BIN)/fabu check
	$(BIN)/fabu schema --check
	$(BIN)/pytest $(WORKERS)

# Counting lines makes every test half as slow again, so it is not part of `make test`.
.PHONY: coverage
coverage: install-dev browser nginx openssh rsync ## all tests again, counting the lines they run
	$(BIN)/pytest $(WORKERS) --cov --cov-report=term:skip-covered

# What `make test` does in short: random trials, kills, every Python, all ways of a matter at once. Which
# tests have a long form, they say themselves (tests/long.py); hypothesis tries ten times as much.
LONG = tests/publisher/health tests/browser/test_health_check.py tests/reliability \
	$(shell grep -rlE "@given|amount\(|IS_LONG" tests --include="test_*.py" | grep -v ^tests/reliability | sort)

.PHONY: test-long
test-long: install-dev browser ## the random trials of `make test` in full (an hour)
	FABU_LONG_TESTS=1 $(BIN)/pytest $(WORKERS) $(LONG)

.PHONY: test-wheel
test-wheel: install-dev ## the wheel on the lowest and highest Python found, everything installed anew (minutes)
	$(BIN)/pytest tests/installed/every_python.py

# Rules and pages without browser, PostgreSQL, whole sites and running servers. What ranks a whole library
# or asks Node.js again and again waits for `make test`.
QUICK := tests/law tests/privacy tests/selfhelp tests/district tests/publisher/model tests/publisher/checks \
	 tests/publisher/prose tests/publisher/pages tests/forms_backend/fields tests/forms_backend/ledger \
	 tests/forms_backend/matters tests/forms_backend/submissions tests/forms_backend/sealing \
	 $(filter-out %_judgements.py %_recall_gate.py %_browser_analysis.py,$(wildcard tests/search/test_*.py))

.PHONY: test-quick
test-quick: install-dev ## the inner loop: rules and pages, no browser, no PostgreSQL
	$(BIN)/ruff check .
	$(BIN)/pytest $(WORKERS) -k "not postgresql and not parallel" $(QUICK)

.PHONY: browser
browser: ## Chromium and Chinese fonts for the browser tests
	@sh tests/ensure.sh browser

.PHONY: nginx
nginx: ## Debian's nginx for the test of deploy/
	@sh tests/ensure.sh nginx

.PHONY: openssh
openssh: ## OpenSSH for the tests of sign-off
	@sh tests/ensure.sh openssh

.PHONY: rsync
rsync: ## Debian's rsync for the test of publishing to another server
	@sh tests/ensure.sh rsync

.PHONY: bench
bench: install ## builds and checks of 5,000 cases beside stock MkDocs, Hugo and Fabu before; 50,000 (an hour)
	$(BIN)/python -m benchmarks.build $(BENCH)

.PHONY: bench-preview
bench-preview: install ## processor time from a save to its page in a preview of 2,000 cases
	$(BIN)/python -m benchmarks.preview $(BENCH)

.PHONY: bench-search
bench-search: install ## ranking quality, index and query times of search
	$(BIN)/python -m benchmarks.ranking
	$(BIN)/python -m benchmarks.search
	$(BIN)/python -m benchmarks.browser_search

.PHONY: bench-pages
bench-pages: install-dev ## weight, requests, paint and shift of each kind of page on slow 4G
	$(BIN)/python -m benchmarks.pages $(BENCH)

# Needs Node.js and npm, as `make text-editor` does; not part of `make test`.
LIGHTHOUSE := benchmarks/lighthouse
.PHONY: bench-lighthouse
bench-lighthouse: install-dev browser ## Lighthouse over every kind of page, mobile, median of three
	@cd $(LIGHTHOUSE) && npm ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m benchmarks.lighthouse $(BENCH)

.PHONY: bench-lists
bench-lists: install ## the staff's work lists and their search over 20,000 matters, with titles
	$(BIN)/python -m benchmarks.casework_lists

.PHONY: bench-casework
bench-casework: install-dev ## four weeks of casework played again: 21 accounts, 400 matters, what a step costs
	$(BIN)/python -m benchmarks.casework_weeks $(BENCH)

.PHONY: bench-forms
bench-forms: install-dev ## accepted submissions a second; BENCH="--kills 200 --clients 50": kill -9 meanwhile
	$(BIN)/python -m benchmarks.forms $(BENCH)

.PHONY: fuzz-uploads
fuzz-uploads: install-dev ## 5,000 damaged files through forms and workers; UPLOAD_SEED=… for others
	UPLOAD_MUTATIONS=$${UPLOAD_MUTATIONS:-5000} $(BIN)/pytest --numprocesses auto --dist load \
	  tests/forms_backend/attachments/test_upload_fuzz.py

.PHONY: bench-patterns
bench-patterns: install-dev ## every regular expression over the worst texts for it: two minutes
	$(BIN)/python -m benchmarks.patterns

.PHONY: bench-flood
bench-flood: install-dev ## junk for five minutes (FLOOD_SECONDS=…) and honest visitors meanwhile
	$(BIN)/python -m benchmarks.flood --seconds $(or $(FLOOD_SECONDS),300)

# The whole takes hours; SAMPLE=30 SEED=7 draws that many of each area, AREAS="ledger accounts" names some.
.PHONY: mutate
mutate: install-dev ## changes in the code that no test notices, against the list that is kept
	$(BIN)/python -m benchmarks.mutation $(AREAS) --sample $(or $(SAMPLE),0) --seed $(or $(SEED),1)

# One resolution for every supported Python and system, with markers where they need different
# versions. What is locked stays as it is while it fits; UPGRADE=1 takes what is newest.
RESOLVE := $(BIN)/uv pip compile --quiet --universal --python-version $(LOWEST) --generate-hashes \
	   --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade)

.PHONY: lock
lock: install-dev ## renew the three requirements*.lock from pyproject.toml; UPGRADE=1: newest versions
	$(RESOLVE) --group build --output-file requirements-build.lock
	$(RESOLVE) --extra production pyproject.toml --output-file requirements.lock
	$(RESOLVE) --extra production --extra dev --group build pyproject.toml \
	  --constraint requirements.lock --constraint requirements-build.lock \
	  --output-file requirements-dev.lock

.PHONY: test-incremental
test-incremental: install-dev ## 200 random edits, each compared with a cold build
	FABU_EDITS=$${FABU_EDITS:-200} $(BIN)/pytest tests/publisher/test_incremental_builds.py

.PHONY: release
release: install-dev ## wheel, source archive, bill of materials and wheelhouse of this commit, in dist/
	@$(BIN)/python -m releasing dist

.PHONY: clean
clean: ## remove what was built (not var/, which holds data)
	rm -rf site documents.jsonl .mypy_cache .pytest_cache .ruff_cache
