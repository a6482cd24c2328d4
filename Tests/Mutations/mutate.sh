#!/usr/bin/env bash
# Breaks one place of the code at a time and runs the tests that must notice: `make mutate`, or `Tests/Mutations/mutate.sh NAME…` for some.
#
# Each file in Breaks/ is one break: `file`, the text that stands there once (`find`), what it becomes (`replace`), the tests that must fail
# (`test`, a filter of `swift test`) and what nobody would notice otherwise (`why`). A break that no test notices survives; then the
# script ends with status 1. The work happens in a copy of the last commit, so the checkout is not touched.
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
copy=$root/.build/mutations/tree
list=("$@")
[ ${#list[@]} -gt 0 ] || for file in Tests/Mutations/Breaks/*.txt; do list+=("$(basename "$file" .txt)"); done

rm -rf "$copy"
git worktree prune
git worktree add -q --detach "$copy" HEAD
trap 'cd "$root"; git worktree remove --force "$copy"' EXIT
cd "$copy"
build() { swift build --build-tests --scratch-path "$root/.build/mutations/build" >"$root/.build/mutations/build.log" 2>&1; }
run() { swift test --skip-build --scratch-path "$root/.build/mutations/build" --filter "$1" >"$root/.build/mutations/test.log" 2>&1; }
field() { sed -n "s/^$2: //p" "Tests/Mutations/Breaks/$1.txt"; }

build || { cat "$root/.build/mutations/build.log"; exit 2; }
killed=0
survived=()
for name in "${list[@]}"; do
  file=$(field "$name" file)
  FIND=$(field "$name" find) REPLACE=$(field "$name" replace) perl -0pi -e '
    BEGIN { $found = 0 } $found += s/\Q$ENV{FIND}\E/$ENV{REPLACE}/; END { die "the text to break is not there\n" unless $found }' "$file"
  if ! build; then
    echo "does not compile  $name"
    survived+=("$name")
  elif run "$(field "$name" test)"; then
    echo "SURVIVED          $name: $(field "$name" why)"
    survived+=("$name")
  else
    echo "killed            $name"
    killed=$((killed + 1))
  fi
  git checkout -q -- "$file"
done
echo "$killed of ${#list[@]} killed"
[ ${#survived[@]} -eq 0 ] || { echo "survivors: ${survived[*]}"; exit 1; }
