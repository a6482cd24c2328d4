pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set competitor=globex >/dev/null
pl deals edit D --set competitor= >/dev/null 2>&1; echo "rc=$?"
pl deals show D --format fields | grep -c '^competitor:'
