pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set stated_amount=100 >/dev/null
pl deals add --account A --set cycle=partner --set stated_amount=10 >/dev/null
pl deals add --account A --set cycle=partner --set stated_amount=20 >/dev/null
dash --widgets funnel --cycle partner --format json 2>/dev/null | grep '"total"'
dash --widgets funnel --format json 2>/dev/null | grep -c '"cycle": "partner"'
