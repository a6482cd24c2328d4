pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set source=web --set forecast=pipeline --set next_step=Call --set description=Long >/dev/null
for field in source next_step description expected_close_date; do
  pl deals edit D --set $field= >/dev/null 2>&1; echo "$field: rc=$? left=$(pl deals show D --format fields | grep -c "^$field:")"
done
