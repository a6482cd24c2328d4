pl lookups rename OpportunityLossReason price "Too expensive" >/dev/null
pl lookups show OpportunityLossReason --locale fr | grep -c Prix
pl lookups rename OpportunityLossReason price "Trop cher" --locale fr >/dev/null
pl lookups show OpportunityLossReason | grep -c 'Too expensive'
