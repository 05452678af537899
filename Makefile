# Needs Python (3.11 or later), git and make; everything else is installed into .venv.
# PYTHON=... chooses the interpreter, PYTHONS="3.11 3.13" the versions of test-all.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
PYTHON ?=
PYTHONS ?=

export PIP_DISABLE_PIP_VERSION_CHECK := 1

# An environment that does not run, that belongs to another checkout (a copied directory) or to another
# PYTHON than the one asked for is made anew; where it is a link, that of the other checkout is left alone.
STALE := $(shell \
	$(BIN)/python -c "" 2>/dev/null \
	&& test "$$(cat $(VENV)/.checkout 2>/dev/null)" = "$(CURDIR)" \
	&& { test -z "$(PYTHON)" || test "$$(cat $(VENV)/.python 2>/dev/null)" = "$(PYTHON)"; } \
	|| echo stale)

# Once, for the tests start many processes, which need not be allowed to write what they compile.
COMPILE := $(BIN)/python -m compileall -q src

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo lint style format quick test rule docs readme pictures translations bench test-all evidence-versions package vscode vscode-test editors-test clean stale

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY) ## Check the example application in fixtures/shop, and look at its schedules and its auth
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/show spakky-lint check fixtures/shop
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/show spakky-lint preview --next 2 fixtures/shop/shop/billing.py
	@PATH="$(CURDIR)/$(BIN):$$PATH" .ci/show spakky-lint auth fixtures/shop/shop/billing.py

lint: style ## Run style, types and layers only
	$(BIN)/mypy

style: $(READY_DEV)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/lint-imports --no-logo

format: $(READY_DEV) ## Sort imports, apply safe fixes and format
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

# What starts processes, runs the framework's own, or draws many examples: for `make test` only.
SLOW := tests/browser tests/cache tests/cli tests/conformance tests/editors tests/evidence \
	tests/flake8_plugin tests/lsp tests/precommit tests/project/test_auth_comparing.py \
	tests/project/test_parameter_changes.py tests/project/test_travelling.py tests/project/workers \
	tests/projects/test_ways_in.py tests/properties tests/report/auth/test_markdown.py \
	tests/report/words_of_schedules/test_distinct.py tests/runtime/test_metamorphic.py \
	tests/syntax/test_hostile_texts.py tests/syntax/test_mending.py tests/syntax/test_nesting.py \
	tests/syntax/test_places.py tests/test_action.py tests/test_comparison.py tests/test_library_page.py \
	tests/test_package.py tests/test_readme.py tests/test_workflows.py

# mypy uses one processor, for as long as a part of the tests takes, and none of these waits for another process.
quick: style ## Run style, types, layers and the tests that take no framework, browser or other process
	$(COMPILE)
	.ci/beside-types $(BIN) $(BIN)/python -m pytest --processes logical -m "not real_framework and not long" $(SLOW:%=--ignore=%)

test: style ## Run style, types, layers and all tests
	@.ci/browser
	@.ci/editors
	$(COMPILE)
	SPAKKY_LINT_REQUIRE_FRAMEWORK=1 .ci/beside-types $(BIN) $(BIN)/python -m pytest

rule: $(READY_DEV) ## Make the files of a new rule: make rule CODE=SPK218 NAME=detached-task [SEVERAL=1]
	@$(BIN)/python .ci/new-rule $(if $(SEVERAL),--several) '$(CODE)' '$(NAME)'

docs: $(READY_DEV) ## Write the generated pages anew, and build the documentation site into build/site
	$(BIN)/python .ci/kinds
	$(BIN)/python .ci/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

readme: docs ## Put real output and the expected fixes back into README.md and fixtures/rules, and the pages into docs
	$(BIN)/python -m tests.rules.test_fixtures
	$(BIN)/python .ci/readme

pictures: $(READY_DEV) ## Make the pictures in docs/images anew, which needs Chromium and Neovim
	@.ci/browser
	@.ci/editors
	$(BIN)/python .ci/pictures

translations: $(READY_DEV) ## Read new messages into the .po files, and compile them to what is shipped
	@.ci/translations

bench: $(READY_DEV) ## Measure checks, previews, auth reports and whole programs against the bare parse
	$(BIN)/python benchmarks/linting.py
	$(BIN)/python benchmarks/preview.py
	$(BIN)/python benchmarks/auth.py
	$(BIN)/python benchmarks/environment.py
	$(BIN)/python benchmarks/editor.py
	$(BIN)/python benchmarks/program.py
	$(BIN)/python benchmarks/cache.py

test-all: $(READY_DEV) ## Run the tests on every Python of 3.11, 3.12 and 3.13 that is installed
	@.ci/browser
	@.ci/editors
	SPAKKY_LINT_REQUIRE_FRAMEWORK=1 PATH="$$(.ci/pythons)$$PATH" $(BIN)/nox --session tests $(if $(PYTHONS),--pythons $(PYTHONS))

evidence-versions: $(READY_DEV) ## Run the wrong code of every rule on older releases of the framework and of celery
	PATH="$$(.ci/pythons)$$PATH" $(BIN)/nox --session evidence

package: $(READY_DEV) ## Build the wheel and the sdist in dist, and check both
	rm -rf dist
	$(BIN)/python -m build --no-isolation
	$(BIN)/python -m twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl

vscode: ## Build the extension for Visual Studio Code, which needs npm, as editors/vscode/dist/spakky-lint.vsix
	cd editors/vscode && npm install --no-audit --no-fund && npm run package

vscode-test: vscode $(READY_DEV) ## Run the extension in a real editor, code-server, which npm and a compiler install
	@.ci/browser
	.ci/code-server
	$(BIN)/python -m pytest editors/vscode/in_code_server

editors-test: $(READY_DEV) ## Type 2,000 times at random beside check, and run Helix, which Debian has
	@.ci/helix
	SPAKKY_LINT_EDITS=2000 $(BIN)/python -m pytest tests/lsp/test_random_edits.py tests/editors/test_helix.py

clean: ## Remove environments, caches and builds
	rm -rf $(VENV) .nox build dist editors/vscode/dist editors/vscode/node_modules .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests fixtures -type d -name __pycache__ -prune -exec rm -rf {} +

$(VENV)/.python: $(if $(STALE),stale)
	@python=$$(.ci/find-python $(PYTHON)) || exit 1; \
	test ! -L $(VENV) || rm $(VENV); \
	echo "Creating $(VENV) with $$("$$python" --version) ($$python)"; \
	"$$python" -m venv --clear $(VENV) || { echo "error: $$python could not create $(VENV)." >&2; exit 1; }
	@echo "$(CURDIR)" > $(VENV)/.checkout
	@echo "$(PYTHON)" > $@

$(READY): pyproject.toml $(VENV)/.python
	@echo "Installing spakky-lint into $(VENV)"
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(READY_DEV): pyproject.toml $(VENV)/.python
	@echo "Installing spakky-lint and its development tools into $(VENV)"
	@$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $(READY) $@
