pl import deals.csv --mapping mapping.yaml --today 2026-04-01 >/dev/null 2>&1
for r in flat deep; do pl reports run $r --today 2026-03-20 2>/dev/null | tail -1; done
