pl import first.csv --mapping mapping.yaml >/dev/null 2>&1
pl import second.csv --mapping mapping.yaml >/dev/null 2>&1
pl accounts list | tail -n +3 | wc -l | tr -d ' '
