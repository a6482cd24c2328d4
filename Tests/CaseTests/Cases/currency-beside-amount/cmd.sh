pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set currency=USD --set stated_amount=120 >/dev/null 2>&1; echo "rc=$?"
pl deals show D --format fields | grep '^amount:'
