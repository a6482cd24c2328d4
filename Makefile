# make demo   a sample company, its dashboard and its forecast      make bench    the measures
# make test   every test, the third-party plugin's included         make format / make lint
#
# `demo` and `test` first install the C libraries that are missing, and say so.

SWIFT ?= swift
DEALS ?= 2000
SEED ?= 7
DEMO = demo
APT_PACKAGES = pkg-config libyaml-dev libsqlite3-dev libxlsxwriter-dev

.PHONY: demo test bench format lint libraries

# What is missing is found out by pkg-config: without a .pc file the package manager could not build either.
libraries:
	@missing=""; \
	command -v pkg-config >/dev/null 2>&1 || missing="$$missing pkg-config"; \
	pkg-config --exists yaml-0.1 2>/dev/null || missing="$$missing libyaml-dev"; \
	pkg-config --exists sqlite3 2>/dev/null || missing="$$missing libsqlite3-dev"; \
	pkg-config --exists xlsxwriter 2>/dev/null || missing="$$missing libxlsxwriter-dev"; \
	[ -n "$$missing" ] || exit 0; \
	if ! command -v apt-get >/dev/null 2>&1; then \
	  echo "Missing:$$missing (the names of the Debian packages). There is no apt-get here:" >&2; \
	  echo "install the same libraries with your package manager, then run make again." >&2; \
	  exit 1; \
	fi; \
	root=""; \
	if [ "$$(id -u)" != 0 ]; then \
	  command -v sudo >/dev/null 2>&1 || { echo "Missing:$$missing. Run as root: apt-get install$$missing" >&2; exit 1; }; \
	  root=sudo; \
	fi; \
	echo "Installing:$$missing"; \
	$$root apt-get update -qq && \
	$$root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends$$missing

# The sample is made anew each time: the same seed makes the same company.
demo: libraries
	$(SWIFT) build -c release --product pipeline
	$(SWIFT) build -c release --product dashboard-printer
	$(SWIFT) build -c release --product forecast-exporter
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@set -e; bin=$$($(SWIFT) build -c release --show-bin-path); config=$(DEMO)/sales.yaml; \
	"$$bin/pipeline" init $$config; \
	"$$bin/pipeline" sample --config $$config --deals $(DEALS) --seed $(SEED); \
	echo; "$$bin/dashboard-printer" --config $$config; echo; \
	for format in xlsx csv; do \
	  "$$bin/forecast-exporter" --config $$config --report this-quarter --format $$format \
	    --output $(DEMO)/forecast.$$format; \
	done

test: libraries
	$(SWIFT) build --build-tests
	@if [ -f Examples/ThirdPartyPlugin/Package.swift ]; then \
	  echo "The third-party plugin, as a stranger builds it:"; \
	  $(SWIFT) test --package-path Examples/ThirdPartyPlugin; \
	fi
	$(SWIFT) test --skip-build

bench: libraries
	$(SWIFT) run -c release --package-path Benchmarks

format:
	$(SWIFT) format -i -r Package.swift Sources Plugins Examples Tests

lint:
	$(SWIFT) format lint --strict -r Package.swift Sources Plugins Examples Tests
