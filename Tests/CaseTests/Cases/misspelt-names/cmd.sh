pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
dash --owner annna >/dev/null 2>&1; echo "dashboard, owner: rc=$?"
pl deals list --owner annna >/dev/null 2>&1; echo "list, owner: rc=$?"
pl deals list --status Won >/dev/null 2>&1; echo "list, status: rc=$?"
fc --group-by owner --owner annna --format csv --output - >/dev/null 2>&1; echo "forecast, owner: rc=$?"
