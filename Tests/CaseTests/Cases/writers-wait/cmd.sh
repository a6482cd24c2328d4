# Ten people save at once; a save takes milliseconds, so each can wait for its turn.
pl accounts add Acme --set external_id=A >/dev/null
for i in 1 2 3 4 5 6 7 8 9 10; do pl deals add --account A --set external_id=D$i >/dev/null; done
for i in 1 2 3 4 5 6 7 8 9 10; do (pl deals edit D$i --set next_step=Call >/dev/null 2>&1 || echo x >>refused.txt) & done
wait
if [ -e refused.txt ]; then echo "some refused"; else echo "all saved"; fi
