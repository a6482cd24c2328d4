# The open stage names no forecast: what closing set must not remain.
pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set status=won >/dev/null
pl deals edit D --set status=prospecting >/dev/null
pl deals show D --format fields | grep -E '^(forecast|probability|actual_close_date):'
