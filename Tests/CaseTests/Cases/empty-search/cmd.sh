pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
echo "all: $(pl deals list | grep -c prospecting)"
echo "name contains nothing: $(pl deals list --name "" | grep -c prospecting)"
