pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
pl reports run all 2>/dev/null
