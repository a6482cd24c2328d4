pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set status=won --closed-on 2026-03-10 >/dev/null 2>&1
pl deals edit D --set next_step=Invoice --closed-on 2026-03-01 >/dev/null 2>&1
rc=$?; day=$(pl deals show D --format fields | sed -n 's/^actual_close_date: //p')
# Corrected, or refused; not taken in silence.
if [ "$rc" = 0 ] && [ "$day" != 2026-03-01 ]; then echo "ignored in silence: yes"; else echo "ignored in silence: no"; fi
