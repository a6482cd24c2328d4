#!/usr/bin/env bash
# Checks the benchmarks' sources against the modules of the debug build that `make test` has made: an optimized build of them
# takes minutes, and a benchmark that no longer compiles should not be found only when it is wanted.
set -euo pipefail
cd "$(dirname "$0")/.."
# `package` access needs the package's name, which SwiftPM makes of its folder's: the debug build says which.
name=$(grep '"-module-name","PipelineEngine"' .build/debug.yaml | grep -o '"-package-name","[^"]*"' | head -n 1 | cut -d '"' -f 4)
maps=$(mktemp -d)
trap 'rm -rf "$maps"' EXIT
for header in "$PWD"/Benchmarks/*Baseline/include/*.h; do
  folder=$(basename "$(dirname "$(dirname "$header")")")
  echo "module $folder { header \"$header\" export * }" >> "$maps/module.modulemap"
done
found=$(find .build/checkouts Sources Plugins -name '*.modulemap' -exec dirname {} + | sort -u | sed 's/^/-I/')
# libpq's headers are in a folder of their own.
libpq=$(pkg-config --cflags-only-I libpq | sed 's/-I\([^ ]*\)/-Xcc -I\1/g')
for program in Pipeline Kernel; do
  # The checks of data races are made after the types', in the intermediate language.
  # shellcheck disable=SC2086
  swiftc -emit-sil -wmo -o /dev/null -parse-as-library -swift-version 6 -package-name "$name" -I .build/debug/Modules -I "$maps" \
    $found $libpq Benchmarks/$program/*.swift
done
