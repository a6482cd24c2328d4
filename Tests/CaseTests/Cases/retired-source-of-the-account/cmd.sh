pl accounts add Acme --set external_id=A --set source=fair >/dev/null
pl lookups retire OpportunitySource fair >/dev/null
# Nobody named the source: it comes from the account, which keeps it.
pl deals add --account A --set external_id=D >/dev/null 2>&1; echo "rc=$?"
