#!/usr/bin/env bash
# killed.sh ROWS COMMIT: writes the outcomes of a run of mutate.sh into Killed.md. Other rows stay, but those of breaks that are gone; a
# break that survived has no row.
set -euo pipefail
cd "$(dirname "$0")"
[ -s "$1" ] || exit 0
count=$(wc -l <"$1")
{
  cat <<HEAD
# Which tests notice each break

\`make mutate\` writes this table, and \`Tests/Mutations/mutate.sh NAME…\` the rows of some breaks. Each break is applied alone, to the commit
that is named here; of the tests that its file names, the first two that failed are listed. The last run, of $((count)) breaks, was on
$(date +%F), at commit $2.

| Break | What it breaks | Tests that failed |
| --- | --- | --- |
HEAD
  {
    [ ! -e Killed.md ] || sed -n 's/^| `\(.*\)` | /\1\t/p' Killed.md
    awk -F '\t' -v OFS='\t' '{ gsub(/\|/, "\\|"); print $1, ($3 == "" ? "" : $2 " | " $3 " |") }' "$1"
  } | awk -F '\t' '{ row[$1] = $2 } END { for (name in row) if (row[name] != "") printf "| `%s` | %s\n", name, row[name] }' |
    while IFS= read -r row; do
      name=${row#*\`}
      [ ! -e "Breaks/${name%%\`*}.txt" ] || printf '%s\n' "$row"
    done | LC_ALL=C sort
} >Killed.md.new
mv Killed.md.new Killed.md
