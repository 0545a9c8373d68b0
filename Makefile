# make demo   the main job on the embedded tracker
# make test   everything that must hold before a change goes in
# Needs Python 3.11 or newer, make, and a package registry. uv is used where it is; git is not needed.

PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
PYTHON_313 ?= $(shell for p in python3.13 $(HOME)/.pyenv/versions/3.13*/bin/python "$$(uv python find 3.13 2>/dev/null)"; do \
	$$p -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' >/dev/null 2>&1 && { command -v $$p; break; }; done)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
BIN_313 := .venv-3.13/bin
BIN_PEERS := .venv-peers/bin
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
# The tests of laws, those whose files are larger when they have the time, and those that read what others recorded.
LAWS := tests/core/test_sparse.py tests/jira/test_jql.py $(wildcard tests/*/test_*_laws.py)
LARGE := tests/jira/test_attachments_memory.py tests/jira/test_token_race.py
# The contract against running simulators; make test plays the cassettes that were recorded from them.
LIVE := --ignore=tests/jira/contract/test_contract.py
EVIDENCE := corpus or vectors or atlassian
ROOMS := $(filter-out __%,$(notdir $(patsubst %/,%,$(wildcard tests/*/))))
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: contract record drift demo test lint types imports test-py test-jira test-simulator test-others test-py-3.13 docs reference package \
	test-peers test-long laws bench clean help

help:
	@sed -n '1,3s/^# //p' Makefile
	@echo
	@echo "parts of make test: lint types imports test-py docs package"
	@echo "made from the code: reference (docs/reference)  record (cassettes)  drift (cassettes against a live site)"
	@echo "beyond it:          test-peers (the evidence of others in ../shared, and their clients)"
	@echo "                    test-long (more examples, larger files, every colour, Python 3.13)  bench"

demo: $(BIN)/.runtime
	$(BIN)/anyticket demo

# Two parts at a time, each with its output in one piece where this make can do that; the longest come first.
test: $(BIN)/.dev
	@$(MAKE) --no-print-directory --jobs=2 $(SYNC) test-jira test-simulator test-others types lint imports docs package
	@echo "make test: all of it passed"

lint: $(BIN)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(BIN)/.dev
	$(BIN)/mypy
	$(BIN)/pyright --pythonpath $(BIN)/python

imports: $(BIN)/.dev
	$(BIN)/lint-imports --no-logo

# What others recorded is the matter of test-peers.
test-py: test-jira test-simulator test-others

test-jira: $(BIN)/.dev
	$(call rooms,$(BIN)/pytest -q $(LIVE) -k "not ($(EVIDENCE))",jira)

test-simulator: $(BIN)/.dev
	$(call rooms,$(BIN)/pytest -q -k "not ($(EVIDENCE))",simulator)

test-others: $(BIN)/.dev
	$(call rooms,$(BIN)/pytest -q -k "not ($(EVIDENCE))",$(filter-out jira simulator docs package peers,$(ROOMS)))

test-py-3.13: $(if $(PYTHON_313),$(BIN_313)/.test)
ifeq ($(PYTHON_313),)
	@echo "test-py-3.13: no Python 3.13 was found here, so nothing was tested on it"
else
	$(call rooms,$(BIN_313)/pytest -q -p no:cacheprovider $(LIVE) -k "not ($(EVIDENCE))",$(filter-out docs package peers typing,$(ROOMS)))
endif

reference: $(BIN)/.dev
	$(BIN)/python docs/generate.py

# The cassettes of both Jiras, from the simulator: what was there goes first, so nothing stays that no law plays.
record: $(BIN)/.dev
	rm -rf cassettes/jira-cloud cassettes/jira-server
	$(BIN)/pytest -q --record-mode=rewrite tests/jira/contract/test_on_cassettes.py

# Needs ANYTICKET_LIVE_JIRA_CLOUD_URL or ANYTICKET_LIVE_JIRA_SERVER_URL with credentials: see docs/cassettes.md.
drift: $(BIN)/.dev
	$(BIN)/pytest -q -s -rs -o anyticket_sockets=anywhere tests/jira/contract/drift.py

docs: $(BIN)/.dev
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --site-dir .site
	$(BIN)/pytest -q tests/docs

package: $(BIN)/.dev
	$(BIN)/pytest -q tests/package

# -s, for these tests print what they compared. Clients of others live in an environment of their own.
test-peers: $(BIN)/.dev $(BIN_PEERS)/.peers
	@if test -d ../shared; then $(BIN)/pytest -q -s -rs tests/jira tests/text tests/simulator -k "$(EVIDENCE)"; \
	else echo "test-peers: there is no ../shared here, so there are no recordings and vectors to hold ours against"; fi
	$(BIN_PEERS)/pytest -q -rs tests/peers

test-long: $(BIN)/.dev $(if $(PYTHON_313),$(BIN_313)/.test)
	@$(MAKE) --no-print-directory --jobs=2 $(SYNC) laws contract test-py-3.13

contract: $(BIN)/.dev
	ANYTICKET_EVERY_COLOUR=1 $(BIN)/pytest -q tests/jira/contract -k "not ($(EVIDENCE))"

laws: $(BIN)/.dev
	HYPOTHESIS_PROFILE=long $(BIN)/pytest -q $(LAWS) $(LARGE)

bench: $(BIN)/.dev
	for each in benchmarks/*.py; do $(BIN)/python $$each || exit 1; done

clean:
	rm -rf .tmp .venv .venv-3.13 .venv-peers .site dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp a purpose, so that a second run installs nothing. The demo needs no tools of development.
$(BIN)/.runtime: pyproject.toml
	$(call venv,$(PYTHON),.venv)
	$(call install,.venv,.)
	@touch $@

$(BIN)/.dev: pyproject.toml
	$(call venv,$(PYTHON),.venv)
	$(call install,.venv,.[dev])
	@touch $@ $(BIN)/.runtime

$(BIN_313)/.test: pyproject.toml
	$(call venv,$(PYTHON_313),.venv-3.13)
	$(call install,.venv-3.13,.[test])
	@touch $@

# jira.js and Prism lie below the environment; without npm or its registry the tests that need them skip, and say so.
$(BIN_PEERS)/.peers: pyproject.toml
	$(call venv,$(PYTHON),.venv-peers)
	$(call install,.venv-peers,.[peers])
	@npm install --silent --no-audit --no-fund --prefix .venv-peers/node jira.js@^6 @stoplight/prism-cli@5.14.2 || echo "jira.js and Prism were not installed"
	@touch $@

# A process for each room of tests: what one keeps in memory slows the garbage collector of no other. Each has a place of
# its own for temporary files, since rooms are tested side by side.
define rooms
@failed=; for room in $(2); do \
	mkdir -p ".tmp/$@/$$room"; \
	echo '$(1)' "tests/$$room"; PYTEST_DEBUG_TEMPROOT="$(CURDIR)/.tmp/$@/$$room" $(1) "tests/$$room" || failed="$$failed $$room"; \
done; test -z "$$failed" || { echo "failed:$$failed"; exit 1; }
endef

define venv
@test -n "$(1)" || { echo "Python 3.11 or newer is needed, and none was found"; exit 1; }
@test -x $(2)/bin/python || $(if $(UV),uv venv --quiet --python $(1) $(2),$(1) -m venv $(2))
endef

define install
$(if $(UV),uv pip install --quiet --python $(1)/bin/python --editable '$(2)',$(1)/bin/python -m pip install --quiet --disable-pip-version-check --editable '$(2)')
endef
