pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1; echo "rc=$?"
pl accounts list | grep -c 'Société €'
