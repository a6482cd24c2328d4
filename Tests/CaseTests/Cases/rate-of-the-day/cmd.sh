pl import deals.csv --mapping mapping.yaml --today 2026-02-01 >/dev/null 2>&1
for day in 2026-01-05 2026-01-15 2026-04-01; do pl reports run all --today $day 2>/dev/null | tail -1; done
pl reports run all --today 2026-04-01 2>&1 >/dev/null | head -1
