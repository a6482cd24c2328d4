pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set status=won >/dev/null 2>&1; echo "p to won: rc=$?"
pl deals edit D --set cycle=partner --set status=won >/dev/null 2>&1
pl deals edit D --set cycle=direct --set status=won >/dev/null 2>&1
pl deals show D --format fields | grep -E '^(cycle|status):'
