pl accounts add Acme --set external_id=A >/dev/null
for i in 1 2; do pl deals add --account A --set external_id=D$i --set stated_amount=1000 >/dev/null; done
pl deals edit D1 --set status=lost >/dev/null
pl deals edit D1 --set status=prospecting >/dev/null
fc --group-by owner --format csv --output - 2>/dev/null
