#!/bin/sh
# Edits arrive at seven tenths of the rate of the raw database, for so many seconds, on each durable backend. Figures go to
# Documentation/Reference/reliability.md.
#
#   Tests/Torture/load.sh [SECONDS [BACKEND…]]
#
# Without sqlite or postgresql, both are measured. PAGE=- writes no page.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
work=$PWD/.build/torture
mkdir -p "$work"
(cd Benchmarks && $swift build -c release --product pipeline-benchmark)
Tests/postgresql.sh Benchmarks/.build/release/pipeline-benchmark load "${@:-600}" > "$work/load.rows"
cat "$work/load.rows"
Tests/Torture/page.sh
