pl import first.csv --mapping mapping.yaml >/dev/null 2>&1
pl import second.csv --mapping mapping.yaml 2>&1 | head -1
pl deals history 1 | wc -l | tr -d ' '
