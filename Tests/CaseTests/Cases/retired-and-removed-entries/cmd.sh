pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
pl deals edit 1 --set source=web >/dev/null; pl lookups retire OpportunitySource web >/dev/null
pl deals edit 1 --set next_step=Call >/dev/null 2>&1; echo "other field: rc=$?"
pl deals edit 2 --set source=web >/dev/null 2>&1; echo "newly given: rc=$?"
grep -v 'key: negotiation' sales.yaml >new.yaml && mv new.yaml sales.yaml
pl reports run all 2>/dev/null
dash --widgets funnel 2>/dev/null | grep -c 'not defined'
