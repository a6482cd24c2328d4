# Nothing says when the deal was created, so its cycle is unknown.
pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
pl reports run speed 2>/dev/null
