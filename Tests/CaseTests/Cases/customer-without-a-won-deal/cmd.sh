pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D >/dev/null
pl deals edit D --set status=won >/dev/null; pl deals edit D --set status=prospecting >/dev/null
pl accounts show A | grep '^standing'
