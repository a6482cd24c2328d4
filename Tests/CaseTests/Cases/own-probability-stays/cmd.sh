s() { pl deals show D --format fields | grep -E '^(status|probability|probability_origin|loss_reason|actual_close_date):' | tr '\n' ' '; echo; }
pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set probability=33 >/dev/null; pl deals edit D --set source=web --set next_step=Call >/dev/null; s
pl deals edit D --set status=negotiation >/dev/null; s
pl deals edit D --set status=lost --set loss_reason=price >/dev/null; pl deals edit D --set next_step=File >/dev/null; s | sed 's/20..-..-../DAY/'
pl deals edit D --set status=prospecting >/dev/null; s
