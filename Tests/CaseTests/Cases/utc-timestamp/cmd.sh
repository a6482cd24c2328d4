# Zone Europe/Paris. 22:30 UTC on 30 June is 00:30 on 1 July there. A refusal of the pattern would do too.
if pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
then pl deals show 1 --format fields | grep -E '^(created_at|expected_close_date):'
else echo refused; fi
