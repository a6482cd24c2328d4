# Two changes in one second; the old values tell which came first. The guide says rows may stand in any order.
pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
for day in 2026-01-15 2026-02-15; do
  dash --widgets funnel --as-of $day --format json 2>/dev/null | grep '"total"'
done
