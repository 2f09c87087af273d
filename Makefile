# `make demo` and `make test` do all the set-up; they need Python 3.11+ and a package index, and nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test test-page test-ray screenshots lint record schemas docs reference lock clean bench bench-trust bench-reading bench-names bench-batch bench-page bench-choice fuzz
.DEFAULT_GOAL := test

# The lock holds hashes and no index, so that a machine's own index settings hold. pip 23.1 is the first that reads
# a lock with hashes and an editable project side by side without asking for the project's own hash.
$(VENV)/ready: pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	touch $@

demo: $(VENV)/ready
	PATH="$(BIN):$$PATH" ./examples/demo.sh

test: $(VENV)/ready
	$(BIN)/python -m pytest --numprocesses 2 --cov --cov-report=term:skip-covered

# Two workers of a Ray cluster on this machine. Ray is 400 MB with what it needs, so it has a venv of its own.
test-ray:
	test -x .venv-ray/bin/python || $(PYTHON) -m venv .venv-ray
	.venv-ray/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-ray.lock
	.venv-ray/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	.venv-ray/bin/python -m pytest -p no:cacheprovider --show-capture=no tests/ray

# The pages in a browser: the system's chromium, or the one that CHROMIUM names.
test-page: $(VENV)/ready
	$(BIN)/python -m pytest tests/page

screenshots: $(VENV)/ready
	$(BIN)/python tests/page/screenshots.py docs/screenshots

lint: $(VENV)/ready
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/licences.py
	$(BIN)/python -m mujaz.report.schemas schemas && git diff --exit-code -- schemas

# Records every cassette anew: the embedded model runs for real, the hand-written answers are served by a stub.
record: $(VENV)/ready
	$(BIN)/mujaz model fetch --source index
	$(BIN)/python tests/record.py

schemas: $(VENV)/ready
	$(BIN)/python -m mujaz.report.schemas schemas

# The site, in build/site. What builds it is 90 MB and needs nothing of mujaz, so it has a venv of its own.
docs: reference
	test -x .venv-docs/bin/python || $(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-docs.lock
	rm -rf build/site
	.venv-docs/bin/zensical build --clean --strict
	! grep -rnE '<(script|link|img|iframe)[^>]*(src|href)="(https?:)?//' build/site --include='*.html' # nothing of others is loaded

reference: $(VENV)/ready
	$(BIN)/python docs/make_reference.py

LOCK = $(BIN)/python -m piptools compile --quiet --no-strip-extras --generate-hashes --allow-unsafe --no-header \
  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host
lock: $(VENV)/ready
	$(BIN)/python -m pip install --quiet pip-tools
	$(LOCK) --extra local --extra page --extra dev --output-file requirements.lock pyproject.toml
	$(LOCK) --extra ray --extra dev --constraint requirements.lock --output-file requirements-ray.lock pyproject.toml
	$(BIN)/python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["docs"])' \
	  | $(LOCK) --output-file requirements-docs.lock -

# Finding quotes, reading values and comparing the two languages, measured by a benchmark kit (KIT) on its data (DATA), beside
# another aligner in the same run. That one has a venv of its own: its pins are not ours.
bench-trust: $(VENV)/ready
	@test -d "$(KIT)" -a -d "$(DATA)" || { echo "say where the kit and the data are: make bench-trust KIT=FOLDER DATA=FOLDER" >&2; exit 2; }
	test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check 'langextract>=1.7,<2'
	PYTHONPATH=src:bench .venv-bench/bin/python $(KIT)/align_bench.py ours.find baselines.fold_find langextract_aligner.default
	$(BIN)/python bench/cost.py $(KIT)
	$(BIN)/python $(KIT)/score_quotes.py $(DATA)
	$(BIN)/python $(KIT)/score_values.py $(DATA)
	$(BIN)/python bench/list_values.py $(DATA)
	$(BIN)/python $(KIT)/score_pairs.py $(DATA)
	$(BIN)/python bench/trust.py $(DATA)

bench-reading: $(VENV)/ready
	@test -d "$(DATA)" || { echo "say where the data is: make bench-reading DATA=FOLDER" >&2; exit 2; }
	$(BIN)/python bench/reading.py $(DATA)
	$(BIN)/python bench/sentences.py $(DATA)
	$(BIN)/python bench/long.py $(DATA)

# The embedded model's Arabic and English: which sentences, what each step takes, and the grades of its English.
bench-choice: $(VENV)/ready
	@test -d "$(DATA)" || { echo "say where the data is: make bench-choice DATA=FOLDER" >&2; exit 2; }
	$(BIN)/python bench/choice.py $(DATA)
	$(BIN)/python bench/english.py
	$(BIN)/python bench/embedded.py

# Names on annotated sentences; with ANSWERS, a file that is made where it is missing, the embedded model beside the rules.
bench-names: $(VENV)/ready
	@test -d "$(DATA)" || { echo "say where the data is: make bench-names DATA=FOLDER [ANSWERS=FILE]" >&2; exit 2; }
	$(BIN)/python bench/names.py $(DATA) $(ANSWERS)

# Many articles beside the peers, on the kit's mock server and fault plans; each peer has a venv of its own.
PEERS = raw-openai,instructor-JSON_SCHEMA,mujaz
bench: bench-batch bench-page
bench-batch: $(VENV)/ready
	@test -d "$(KIT)" || { echo "say where the kit is: make bench-batch KIT=FOLDER" >&2; exit 2; }
	rm -rf .venv-bench/kit && mkdir -p .venv-bench/peers && cp -r $(KIT) .venv-bench/kit
	cp bench/batch_contender.py .venv-bench/kit/contenders/
	sed -i "s/^CONTENDERS = {/&'mujaz': ('mujaz', 'batch_contender', ''),/" .venv-bench/kit/bench.py
	bash $(KIT)/setup.sh .venv-bench/peers && ln -sfn ../../$(VENV) .venv-bench/peers/mujaz
	BENCH_VENVS=.venv-bench/peers $(BIN)/python .venv-bench/kit/bench.py throughput --only $(PEERS)
	BENCH_VENVS=.venv-bench/peers $(BIN)/python .venv-bench/kit/bench.py faults --only $(PEERS)
	$(BIN)/python bench/kills.py

# How long the list of 5,000 articles takes to follow a keystroke, in a browser.
bench-page: $(VENV)/ready
	$(BIN)/python bench/index_filter.py

MINUTES ?= 10
fuzz: $(VENV)/ready
	$(BIN)/python bench/fuzz.py $(MINUTES)

clean:
	rm -rf $(VENV) .venv-docs .cache build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis src/*.egg-info
