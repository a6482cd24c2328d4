pl import deals.csv --mapping mapping.yaml >out.txt 2>&1
echo "read as 1.23: $(pl deals list 2>/dev/null | grep -c ' 1\.23 EUR')"
