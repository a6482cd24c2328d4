#!/bin/sh
# Runs the long form of the tests under faults, and writes Documentation/Reference/reliability.md.
#
#   Tests/Torture/torture.sh           faults, and the concurrency suites under the thread sanitizer
#   Tests/Torture/torture.sh faults    the first alone
#
# TORTURE_SEED sets the seed. TORTURE_PART=20 does a twentieth of everything, and at least what `make test` does. PAGE=- writes no page.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
work=.build/torture
mkdir -p "$work"
faults='KilledWriterTests|KilledToolTests|FailingCallTests|SQLiteSyncTests|PostgreSQLTortureTests|ContentionTests|FailingHistoryTests|MovingTests|AgreementTests|OutsideTests|SyncTests|HistoryChainTests|TamperedHistoryTests|FaultTests'
races='ContentionTests|OverlapTests|TurnTests|FollowerTests|WatchingTests|ConsumerTests|ConcurrentImportTests|SnapshotTests|LiveTests|StorageContractTests'
races="$races|PostgreSQLFaultTests|PostgreSQLFeedTests|PostgreSQLRepeatTests|PostgreSQLUncertainTests"

$swift build --build-tests
TORTURE=1 Tests/postgresql.sh $swift test --skip-build --filter "$faults" > "$work/faults.log" 2>&1 \
  || { tail -40 "$work/faults.log"; exit 1; }
# Of rows that count up, the last is the whole.
grep -a '^TORTURE |' "$work/faults.log" | sed 's/^TORTURE //' | awk -F'|' '{ rows[$2] = $0 } END { for (row in rows) print rows[row] }' \
  > "$work/faults.rows"
cat "$work/faults.rows"

# Time and memory mean something only with optimisation.
$swift build -c release --product fuzz
.build/release/fuzz bombs > "$work/bombs.rows" || { cat "$work/bombs.rows"; exit 1; }

if [ "${1:-}" != faults ]; then
  $swift build --build-tests --sanitize=thread --scratch-path .build/thread
  # The sanitizer does not see how the standard library's Mutex waits; the library reports it.
  clang=$(dirname "$(command -v "$swift")")/clang
  [ -x "$clang" ] || clang=clang
  "$clang" -shared -fPIC -O1 -o "$work/mutex.so" Tests/Torture/mutex.c -ldl
  if Tests/postgresql.sh env LD_PRELOAD="$PWD/$work/mutex.so" .build/thread/debug/sales-pipelinePackageTests.xctest \
    --testing-library swift-testing --filter "$races" > "$work/races.log" 2>&1; then
    found=$(grep -ac 'WARNING: ThreadSanitizer' "$work/races.log" || true)
    ran=$(grep -aEo 'Test run with [0-9]+ tests?' "$work/races.log" | tail -1 | grep -Eo '[0-9]+')
    echo "| no data race (thread sanitizer) | $ran tests of $(echo "$races" | tr '|' '\n' | wc -l) concurrency suites: $found races | – |" > "$work/races.rows"
    cat "$work/races.rows"
  else
    grep -a -A20 'WARNING: ThreadSanitizer' "$work/races.log" | head -60; tail -20 "$work/races.log"; exit 1
  fi
fi
Tests/Torture/page.sh
