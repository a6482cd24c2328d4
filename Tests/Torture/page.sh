#!/bin/sh
# Writes Documentation/Reference/reliability.md from the rows that the other scripts left in .build/torture, and from the page as it is for
# those that did not run. PAGE=- writes nothing.
set -eu
[ "${PAGE:-}" = - ] && exit 0
cd "$(dirname "$0")/../.."
page=Documentation/Reference/reliability.md
work=.build/torture
new=$(cat "$work"/*.rows 2>/dev/null || true)
print() {
cat <<'HEAD'
# Faults survived

Each row is a test that ran in its long form: what is promised, what was done, and the seed of its dice. The page is written by these
commands, which take minutes; each fails where a promise does not hold. `make test` runs the same tests in a short form.

    make torture            # kills, contention, failing calls, random operations, tampering, bombs, the thread sanitizer
    make fuzz RUNS=10000000 # libFuzzer with the address sanitizer; hours
    make load SECONDS=600   # open-loop load on both durable backends, beside the raw database

`TORTURE_SEED=5 make torture` repeats the dice of a run; the moments of kills and the order of tasks are the system's. A form of minutes, which leaves
this page as it is: `PAGE=- TORTURE_PART=20 make torture` and `PAGE=- make fuzz RUNS=10000`.

| promise | figure | seed |
|---|---|---|
HEAD
{
  [ -z "$new" ] || printf '%s\n' "$new"
  # Rows of promises that did not run this time.
  if [ -f "$page" ]; then
    grep '^| ' "$page" | grep -v '^| promise' | while IFS= read -r row; do
      name=$(printf '%s' "$row" | cut -d'|' -f2)
      printf '%s\n' "$new" | cut -d'|' -f2 | grep -qxF -- "$name" || printf '%s\n' "$row"
    done
  fi
} | LC_ALL=C sort
}
print > "$work/page"
mv "$work/page" "$page"
