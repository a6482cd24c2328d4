command -v faketime >/dev/null || { echo "needs faketime"; exit 77; }
at() { t=$1; shift; faketime "$t" "$P/pipeline" "$@" --config sales.yaml --as anna; }
at '2026-06-01 12:00:00 UTC' accounts add Acme --set external_id=A >/dev/null
at '2026-06-01 12:00:00 UTC' deals add --account A --set external_id=D --set stated_amount=100 >/dev/null
at '2026-06-02 12:00:00 UTC' deals edit D --set status=negotiation >/dev/null
# The clock was an hour ahead and has been corrected.
at '2026-06-02 11:00:00 UTC' deals edit D --set status=prospecting >/dev/null
dash --widgets funnel --format json --today 2026-06-03 2>/dev/null | grep '"total"'
dash --widgets funnel --format json --today 2026-06-03 --as-of 2026-06-03 2>/dev/null | grep '"total"'
