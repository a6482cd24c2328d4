pl import first.csv --mapping mapping.yaml >/dev/null 2>&1
pl import second.csv --mapping mapping.yaml >/dev/null 2>&1
pl deals show 1 --format fields | grep -E '^(owner|status|amount|expected_close_date):'
