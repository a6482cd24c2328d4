# make demo   a sample company with two years behind it: the dashboard now and a quarter ago, the waterfall between, deals won and lost
#             by competitor and reason; dashboard.html and forecast.xlsx on disk
# make test   every test
# Both install the C libraries that they need, on a machine with apt, and say so.

SWIFT ?= swift
# Programs with the Swift runtime inside start several milliseconds sooner and run where Swift is not installed. Toolchains
# without the static libraries, and macOS, link them dynamically.
STATIC := $(if $(wildcard $(dir $(realpath $(shell command -v $(SWIFT))))../lib/swift_static/linux),--static-swift-stdlib)
RELEASE = -c release $(STATIC)
APT_PACKAGES = libyaml-dev libsqlite3-dev libpq-dev libxlsxwriter-dev zlib1g-dev pkg-config
# What the tests need beside: a clock that can be set back, and a database server of their own.
test: APT_PACKAGES += faketime postgresql
DEMO = demo
BIN = .build/release

.PHONY: demo test test-core bench bench-grow bench-gate mutate torture fuzz load format lint reference dependencies clean

PIPELINE = $(BIN)/pipeline
SALES = --config $(DEMO)/sales.yaml
# GNU date, else that of BSD and macOS.
QUARTER_AGO := $(shell date -d '91 days ago' +%F 2>/dev/null || date -v-91d +%F)

demo: dependencies
	$(SWIFT) build $(RELEASE) --product pipeline
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(PIPELINE) init $(DEMO)/sales.yaml --sample
	$(PIPELINE) sample $(SALES) --deals 400 --seed 7
	@printf '\n1. The dashboard now\n\n'
	$(PIPELINE) dashboard $(SALES) --period year
	@printf '\n2. The same a quarter ago\n\n'
	$(PIPELINE) dashboard $(SALES) --period year --as-of $(QUARTER_AGO)
	@printf '\n3. What became of the open deals since\n\n'
	$(PIPELINE) waterfall $(SALES) --from $(QUARTER_AGO)
	@printf '\n4. Won and lost in twelve months: by competitor, and why\n\n'
	$(PIPELINE) forecast $(SALES) --report win-loss
	$(PIPELINE) forecast $(SALES) --report losses
	@printf '\n5. A spreadsheet and a page\n\n'
	$(PIPELINE) forecast $(SALES) --report this-year-by-quarter --output $(DEMO)/forecast.xlsx
	$(PIPELINE) dashboard $(SALES) --widgets key_figures,funnel,sales_year,sales_grid,waterfall,attention,conversion,win-loss,losses --output $(DEMO)/dashboard.html

test: dependencies
	$(SWIFT) build --build-tests
	Tests/postgresql.sh sh -c "$(SWIFT) test --skip-build --filter '$(TOOL_TESTS)' && $(SWIFT) test --skip-build --skip '$(TOOL_TESTS)'"
	Benchmarks/typecheck.sh
	.build/debug/bench-gate $(NUMBERS)
	$(SWIFT) test --package-path Examples/PluginTemplate
	cd Examples/PluginTemplate && $(SWIFT) run overdue-funnel && $(SWIFT) run sales check template.yaml
	$(MAKE) test-core

# Tests that run the tools. They are run on their own: beside a thousand others they wait for their turn, and starting a process
# while thousands of files are open is what Foundation does not do well.
TOOL_TESTS = ^(Golden|Case|BadInput|Readme|Export)Tests\.

# The tests of what there is without any package trait: no C library but libyaml. The tools' own tests need SQLite. It is a build of
# its own, so it comes last.
CORE_TESTS = ^(Storage|PipelineConfig|ConfigErrors|PipelineEngine|Telemetry|Context)Tests\.
test-core: dependencies
	$(SWIFT) test --disable-default-traits --scratch-path .build/core --filter '$(CORE_TESTS)'

# Fails where a main street takes far more processor time than its number in the repository; RECORD=record writes the numbers.
NUMBERS = Benchmarks/gate.json
bench-gate: dependencies
	$(SWIFT) build --product bench-gate
	.build/debug/bench-gate $(NUMBERS) $(RECORD)

# Writes Documentation/Reference/benchmarks.md: a million deals, a hundred thousand, and the read path beside scalar C.
BENCHMARKS = Documentation/Reference/benchmarks.md
bench: dependencies
	$(SWIFT) build $(RELEASE) --product dashboard-printer
	cd Benchmarks && $(SWIFT) build -c release
	cd Benchmarks && .build/release/pipeline-benchmark ../$(BENCHMARKS) 1000000
	cd Benchmarks && .build/release/pipeline-benchmark small.md 100000 && tail -n +4 small.md >> ../$(BENCHMARKS) && rm small.md
	cd Benchmarks && { printf '\n## The read path beside scalar C\n\n```\n'; .build/release/kernel-benchmark; printf '```\n'; } >> ../$(BENCHMARKS)

# Adds what ten million deals cost to the same page: ten minutes, and seven gigabytes of disk.
bench-grow: dependencies
	cd Benchmarks && $(SWIFT) build -c release
	cd Benchmarks && .build/release/pipeline-benchmark grown.md 10000000 - grow && tail -n +4 grown.md >> ../$(BENCHMARKS) && rm grown.md

# Breaks one place of the code at a time: a break that no test notices is printed as a survivor.
mutate: dependencies
	Tests/Mutations/mutate.sh

# The tests under faults in their long form, and the concurrency suites under the thread sanitizer; minutes. Figures are written to
# Documentation/Reference/reliability.md.
torture: APT_PACKAGES += strace faketime postgresql
torture: dependencies
	SWIFT="$(SWIFT)" Tests/Torture/torture.sh

# Inputs from outside, made by libFuzzer; figures are written to the same page.
RUNS = 100000
fuzz: dependencies
	SWIFT="$(SWIFT)" Tests/Torture/fuzz.sh $(RUNS)

# Open-loop load on both durable backends, beside the raw database; figures are written to the same page.
SECONDS = 600
load: APT_PACKAGES += postgresql
load: dependencies
	SWIFT="$(SWIFT)" Tests/Torture/load.sh $(SECONDS)

# The pages in Documentation/Reference that are made from the code; a test fails when they are stale.
reference: dependencies
	$(SWIFT) build --product pipeline
	.build/debug/pipeline schema --reference > Documentation/Reference/configuration.md
	.build/debug/pipeline schema > Documentation/Reference/sales.schema.json

format:
	$(SWIFT) format -i -r Sources Plugins Examples Tests Benchmarks Package.swift

lint:
	$(SWIFT) format lint --strict -r Sources Plugins Examples Tests Benchmarks Package.swift

dependencies:
	@command -v $(SWIFT) >/dev/null || { echo "error: Swift 6.2 or later is needed: https://www.swift.org/install"; exit 1; }
	@missing=""; for package in $(APT_PACKAGES); do \
	  case $$package in \
	    libyaml-dev) [ -e /usr/include/yaml.h ] || missing="$$missing $$package";; \
	    libsqlite3-dev) [ -e /usr/include/sqlite3.h ] || missing="$$missing $$package";; \
	    libpq-dev) [ -e "$$(pg_config --includedir 2>/dev/null || echo /usr/include/postgresql)/libpq-fe.h" ] || missing="$$missing $$package";; \
	    postgresql) ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || missing="$$missing $$package";; \
	    libxlsxwriter-dev) [ -e /usr/include/xlsxwriter.h ] || missing="$$missing $$package";; \
	    zlib1g-dev) [ -e /usr/include/zlib.h ] || missing="$$missing $$package";; \
	    strace) command -v strace >/dev/null || missing="$$missing $$package";; \
	    faketime) command -v faketime >/dev/null || missing="$$missing $$package";; \
	    pkg-config) command -v pkg-config >/dev/null || missing="$$missing $$package";; \
	  esac; done; \
	if [ -z "$$missing" ] || [ "$$(uname)" != Linux ]; then exit 0; fi; \
	if ! command -v apt-get >/dev/null; then \
	  echo "error: these C libraries are missing, and there is no apt to install them:$$missing"; exit 1; fi; \
	echo "Installing with apt:$$missing"; \
	as_root=""; [ "$$(id -u)" = 0 ] || as_root="sudo"; \
	$$as_root apt-get update -qq && $$as_root apt-get install -y -qq $$missing

clean:
	rm -rf .build $(DEMO) Benchmarks/.build Examples/PluginTemplate/.build
