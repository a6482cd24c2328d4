pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=S --set stated_amount=100 >/dev/null
pl deals add --account A --set external_id=L --set "lines=1 x gtx @ 100" >/dev/null
pl deals edit S --set currency=USD >/dev/null 2>&1; echo "stated amount: rc=$?"
pl deals edit L --set currency=USD >/dev/null 2>&1; echo "lines: rc=$?"
