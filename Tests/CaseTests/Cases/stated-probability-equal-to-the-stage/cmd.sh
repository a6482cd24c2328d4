# 10 % is what the stage gives; a person who states it keeps it on the way to the next stage.
pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
pl deals edit D --set status=negotiation --set probability=10 >/dev/null
pl deals show D --format fields | grep -E '^(status|probability|probability_origin):'
