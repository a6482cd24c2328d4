# Anna changes the next step of the first deal; the file still says what it said, but has another amount.
pl import first.csv --mapping mapping.yaml >/dev/null 2>&1
pl deals edit 1 --set "next_step=Send offer" >/dev/null
pl import second.csv --mapping mapping.yaml >/dev/null 2>&1; echo "rc=$?"
pl deals show 1 --format fields | grep -E '^(next_step|amount):'
pl deals show 2 --format fields | grep -E '^(next_step|amount):'
