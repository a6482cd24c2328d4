#!/usr/bin/env bash
# Breaks one place of the code at a time and runs the tests that must notice: `make mutate`, or `Tests/Mutations/mutate.sh NAME…` for some.
#
# Each file in Breaks/ is one break: `file`, the text that stands there once (`find`), what it becomes (`replace`), the tests that must fail
# (`test`, a filter of `swift test`) and what nobody would notice otherwise (`why`). A break that no test notices survives; then the
# script ends with status 1. Which tests failed is written to Killed.md, where the rows of breaks that were not applied stay. The code is
# broken in a copy of the last commit, which is kept for the next run, so that only Killed.md changes in the checkout.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
work=$root/.build/mutations
copy=$work/tree
rows=$work/killed.rows
list=("$@")
[ ${#list[@]} -gt 0 ] || for file in Tests/Mutations/Breaks/*.txt; do list+=("$(basename "$file" .txt)"); done
# A break may keep tests from ending.
limit=()
! command -v timeout >/dev/null || limit=(timeout -k 10 600)

mkdir -p "$work"
: >"$rows"
commit=$(git rev-parse --short HEAD)
git worktree prune
if [ -e "$copy/.git" ]; then git -C "$copy" checkout -q --force --detach "$commit"; else git worktree add -q --detach "$copy" HEAD; fi
trap 'git -C "$copy" checkout -q --force HEAD; "$root/Tests/Mutations/killed.sh" "$rows" "$commit"' EXIT
cd "$copy"
# With hashes that differ, SwiftPM gives the traits in another order each time, for which everything is compiled again.
build() { SWIFT_DETERMINISTIC_HASHING=1 swift build --build-tests --scratch-path "$work/build" >"$work/build.log" 2>&1; }
run() { "${limit[@]}" swift test --skip-build --scratch-path "$work/build" --filter "$1" >"$work/test.log" 2>&1; }
field() { sed -n "s/^$2: //p" "Tests/Mutations/Breaks/$1.txt"; }
# The titles of the tests that failed, the first two of them; of the contracts also the promise that was broken.
failed() {
  awk -v status="$1" '
    function add(title, promise) {
      if (promise == "" && known[title]) return
      known[title] = 1
      if (!listed[title promise]++) titles[++count] = title promise
    }
    { gsub(/\033\[[0-9;]*m/, "") }
    issue != "" {
      if (match($0, /^↳ [a-z_]+: [A-Z]+-[0-9]+ broken/)) {
        sub(/^↳ /, "")
        sub(/ broken.*/, "")
        add(issue, " (" $0 ")")
      } else add(issue, "")
      issue = ""
    }
    /^✘ Test / && !/^✘ Test run / {
      isIssue = / recorded an issue/
      sub(/^✘ Test /, "")
      sub(/ (recorded an issue|(with [0-9]+ test cases? )?failed after).*/, "")
      gsub(/^"|"$/, "")
      if (isIssue) issue = $0; else add($0, "")
    }
    END {
      if (issue != "") add(issue, "")
      if (status == 124 || status == 137) titles[++count] = "the tests did not end"
      if (!count) titles[++count] = "the process ended"
      print titles[1] (count > 1 ? "; " titles[2] : "") (count > 2 ? "; and " count - 2 " more" : "")
    }' "$work/test.log"
}

build || { cat "$work/build.log"; exit 2; }
killed=0
survived=()
for name in "${list[@]}"; do
  file=$(field "$name" file)
  FIND=$(field "$name" find) REPLACE=$(field "$name" replace) perl -0pi -e '
    BEGIN { $found = 0 } $found += s/\Q$ENV{FIND}\E/$ENV{REPLACE}/; END { die "the text to break is not there\n" unless $found }' "$file"
  status=0
  tests=""
  if ! build; then
    echo "does not compile  $name"
    survived+=("$name")
  elif run "$(field "$name" test)"; then
    echo "SURVIVED          $name: $(field "$name" why)"
    survived+=("$name")
  else
    status=$?
    tests=$(failed "$status")
    echo "killed            $name: $tests"
    killed=$((killed + 1))
  fi
  printf '%s\t%s\t%s\n' "$name" "$(field "$name" why)" "$tests" >>"$rows"
  git checkout -q -- "$file"
done
echo "$killed of ${#list[@]} killed"
[ ${#survived[@]} -eq 0 ] || { echo "survivors: ${survived[*]}"; exit 1; }
