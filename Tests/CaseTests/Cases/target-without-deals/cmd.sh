pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set owner=anna --set stated_amount=10 --set expected_close_date=2026-11-20 >/dev/null
pl reports run attainment --today 2026-11-15 2>/dev/null
