#!/bin/sh
# Builds the fuzz targets with libFuzzer and the address sanitizer, and runs each for so many inputs. Figures go to Documentation/Reference/reliability.md.
#
#   Tests/Torture/fuzz.sh [RUNS] [TARGET…]
#
# FUZZ_SECONDS ends each target after a time, and so does an interrupt; the figure is what was run. Runs add up in .build/torture/fuzz-TARGET.runs. An input that takes FUZZ_TIMEOUT seconds is a fault. PAGE=- writes no page. What was found worth keeping is in .build/torture/corpus-TARGET, and the
# next run begins with it.
set -eu
cd "$(dirname "$0")/../.."
swift=${SWIFT:-swift}
runs=${1:-100000}
[ $# -gt 0 ] && shift
targets=${*:-yaml mapping csv archive json amounts dates filters}
work=.build/torture
scratch=.build/libfuzzer
mkdir -p "$work"
# Traces of crashes come from libFuzzer.
SWIFT_BACKTRACE=enable=no
# Turns on, in Package.swift, what libFuzzer is guided by.
PIPELINE_FUZZ_COVERAGE=1
export SWIFT_BACKTRACE PIPELINE_FUZZ_COVERAGE
# The code is instrumented by the compiler, and the driver linked without its main function: the tool has its own.
resources=$($swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
driver=$resources/clang/lib/linux/libclang_rt.fuzzer_no_main-$(uname -m).a
$swift build -c release --product fuzz --scratch-path "$scratch" --disable-default-traits --sanitize=address \
  -Xswiftc -DLIBFUZZER -Xswiftc -enforce-exclusivity=unchecked \
  -Xlinker --whole-archive -Xlinker "$driver" -Xlinker --no-whole-archive -Xlinker -lstdc++
tool=$scratch/release/fuzz
# What is freed is kept for a while to find late uses of it: a megabyte holds what several inputs free, and stays in the processor's
# cache. Where memory was allocated is noted in short, and new memory is not filled: each input allocates thousands of times.
ASAN_OPTIONS=quarantine_size_mb=1:thread_local_quarantine_size_kb=64:detect_leaks=0:malloc_context_size=1:max_malloc_fill_size=0
export ASAN_OPTIONS
# Files of inputs need no disk.
[ -w /dev/shm ] && export TMPDIR=/dev/shm
# An interrupt ends the target's run, whose figure is kept.
trap : INT
for target in $targets; do
  corpus=$work/corpus-$target
  longest=$("$tool" "$target" --prepare "$corpus")
  log=$work/fuzz-$target.log
  status=0
  "$tool" "$target" -runs="$runs" -max_total_time="${FUZZ_SECONDS:-0}" -print_final_stats=1 -max_len="$longest" -dict="$corpus.dict" \
    -detect_leaks=0 -rss_limit_mb=256 -timeout="${FUZZ_TIMEOUT:-60}" -artifact_prefix="$work/" "$corpus" > "$log" 2>&1 || status=$?
  # 72 is an interrupt.
  [ $status = 0 ] || [ $status = 72 ] || { tail -30 "$log"; exit 1; }
  peak=$(sed -n 's/^stat::peak_rss_mb: *//p' "$log")
  ran=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  seed=$(grep -Eo 'Seed: [0-9]+' "$log" | grep -Eo '[0-9]+')
  echo "$ran $peak $seed" >> "$work/fuzz-$target.runs"
  awk -v target="$target" '
    { inputs += $1; if ($2 > peak) peak = $2; seeds = seeds (NR > 1 ? ", " : "") $3 }
    END {
      printf "| %s: bytes from outside (libFuzzer, address sanitizer) | %d inputs%s: 0 crashes, at most %d MB | %s |\n",
        target, inputs, (NR > 1 ? " in " NR " runs" : ""), peak, seeds
    }' "$work/fuzz-$target.runs" > "$work/fuzz-$target.rows"
  cat "$work/fuzz-$target.rows"
  [ $status = 0 ] || { Tests/Torture/page.sh; exit 130; }
done
Tests/Torture/page.sh
