pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
pl reports run speed 2>/dev/null
