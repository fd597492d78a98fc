# Every target prepares what it needs; `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup briefs preview check test goldens reference conformance browsers office
.PHONY: test-postfix soak bench lock clean
# A kept-alive half of a file is worse than none.
.DELETE_ON_ERROR:

BIN := .venv/bin

help: ## list these targets
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 20

setup: ## install what is missing into .venv, and cut the faces
	@.ci/prepare

briefs: setup ## build every brief that is out of date, and the gallery, into output/
	@$(BIN)/briefs build --site

preview: setup ## see a brief in the browser while you edit its record
	@$(BIN)/briefs preview

check: setup ## lint, format and types
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy

test: check ## check, then run the tests
	@.ci/prepare tests
	@$(BIN)/pytest -n auto --dist worksteal

conformance: briefs ## ask veraPDF about every edition (needs Java)
	@.ci/conformance

test-postfix: setup ## send to a real Postfix on this machine (Debian, as root)
	@.ci/postfix

browsers: setup ## try the gallery, the preview, and pages in pdf.js, in a real browser (needs Chromium)
	@.ci/browsers

office: setup ## take every workbook through LibreOffice and back (needs LibreOffice)
	@.ci/office

.PHONY: audit faults fuzz
faults: setup ## fail the system calls of a build one by one (needs strace, Linux)
	@.ci/faults

fuzz: setup ## try every reader of other people's bytes, a minute each
	@.ci/fuzz

audit: setup ## ask for advisories against the locked packages (needs the network)
	@.ci/audit

soak: setup ## run the campaigns at full size (ONLY=words: some), and write docs/soak.md
	@nice $(BIN)/pytest tests -n auto -m campaign --timeout 0 $(if $(ONLY),-k "$(ONLY)") --soak docs/soak.md \
		--on "$$(date -u +%Y-%m-%d)" --at "$$(git describe --always --dirty --exclude '*')"

goldens: setup ## draw the pictures that pages are compared with anew
	@BRIEFS_GOLDENS=1 $(BIN)/pytest -q tests/test_goldens.py

reference: setup ## write docs/reference/ anew
	@BRIEFS_GOLDENS=1 $(BIN)/pytest -q tests/test_reference.py

bench: setup ## time our press beside its peers, and the checks, in one run; needs Chromium
	@$(BIN)/python tests/bench/pages.py --write docs/performance.md \
		--on "$$(date -u +%Y-%m-%d)" --at "$$(git describe --always --dirty --exclude '*')"
	@PYTHONPATH=tests $(BIN)/python tests/bench/checks.py

lock: ## for maintainers: renew requirements.lock (needs uv)
	@UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --upgrade --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url pyproject.toml --all-extras \
		--group pyproject.toml:dev --output-file requirements.lock

clean: ## remove what was built, and .venv
	rm -rf output .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis
