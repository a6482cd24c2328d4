pl accounts add Acme >/dev/null
for day in 2024-01-31 2024-03-31 2024-12-31 2024-02-29; do
  for r in last-month this-month last-quarter this-quarter next-quarter last-year rolling; do
    echo "$day $r $(pl reports run $r --today $day --format json 2>/dev/null | sed -n 's/.*"period": {"from": "\(.*\)", "to": "\(.*\)"},/\1 \2/p')"
  done
done
