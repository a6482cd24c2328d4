pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl lookups retire OpportunityForecasting pipeline >/dev/null 2>&1; echo "retire: rc=$?"
pl deals add --account A >/dev/null 2>&1; echo "add: rc=$?"
