pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set expected_close_date= >/dev/null
dash --from 2026-01-01 --to 2026-12-31 2>&1 | grep -c '1 deal without a close date: left out' | sed 's/^[1-9].*/said/'
