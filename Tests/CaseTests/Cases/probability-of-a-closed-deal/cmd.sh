pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set status=won >/dev/null
# On an open deal 0 and 100 are refused; on a closed one anything else is.
pl deals edit D --set probability=50 >/dev/null 2>&1; echo "rc=$?"
