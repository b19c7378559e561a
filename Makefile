SHELL := bash
.DEFAULT_GOAL := build
.PHONY: build test test-long issues docs gallery audit audit-words faults laws bench mutants fuzz format clean help set-up set-up-test

build: set-up ## Build every document into build/ (the default)
	.venv/bin/briefings build

test: set-up-test ## Check format, lint and types, and run the tests
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder

laws: set-up-test ## Try the laws of rebuilding and of taking a desk up on 500 sequences of edits (some twenty minutes)
	LAWS=1 .venv/bin/pytest -n 2 tests/build/test_laws.py tests/build/test_incremental_load.py

test-long: set-up-test ## Run the tests with all cases and examples of those that take long (half an hour or more)
	FULL=1 .venv/bin/pytest -n 2 --dist loadfile --no-loadscope-reorder

bench: set-up-test ## Time the jobs that matter, all or ROW=…, and write docs/bench.md
	.venv/bin/pip install -q --require-hashes -r tests/bench/requirements.txt || true # without it that row is left out
	PYTHONPATH=tests .venv/bin/python -m bench $(ROW)

mutants: set-up-test ## Count the random faults in seven modules that their own tests find (a long run: half an hour or more)
	nice .venv/bin/python tools/mutate.py

audit-words: set-up ## Make 500 mistakes in claims, count those that the kept texts betray, and write docs/checks.md
	.venv/bin/python tools/audit_words.py

audit: set-up ## Look the locked packages up in the database of known weaknesses
	tools/audit

issues: set-up ## Publish the shipped issues anew, signed with keys made for a demonstration, in facts/issues
	.venv/bin/python tools/publish_issues.py

docs: set-up ## Build the website of the documentation in build/site
	tools/docs

gallery: build set-up-test ## Draw docs/gallery from the build
	.venv/bin/python tools/gallery.py build

faults: set-up-test ## Kill 200 builds and 200 publications at random moments
	KILLS=200 .venv/bin/pytest -n 2 tests/build/test_faults.py tests/tasks/test_issue_publication.py

fuzz: set-up-test ## Try 10,000 broken fact files, 1,000 whole desks and 500 editions, then look for more for ten minutes, guided by coverage
	FULL=1 FUZZ=10000 DESKS=1000 EDITIONS=500 .venv/bin/pytest -s tests/fuzz tests/records/test_strict_yaml.py
	.venv/bin/pip install -q --require-hashes -r tests/fuzz/requirements.txt
	.venv/bin/python tests/fuzz/guided.py -max_total_time=600

format: set-up ## Format the code and apply the safe fixes of the linter
	.venv/bin/ruff check --fix-only .
	.venv/bin/ruff format .

clean: ## Remove what was built and every cache; .venv stays
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -path ./.venv -prune -o -name __pycache__ -prune -exec rm -rf {} +

help: ## List these targets
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

# Quick where .venv already fits requirements.lock and pyproject.toml.
# Compiled once here: every command would be kept waiting where PYTHONDONTWRITEBYTECODE is set, as in many images.
set-up:
	@tools/setup
	@.venv/bin/python -m compileall -q briefings

set-up-test:
	@tools/setup --test
	@.venv/bin/python -m compileall -q briefings
