pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
pl reports run rate 2>/dev/null
