pl import deals.csv --mapping mapping.yaml >out.txt 2>&1; echo "rc=$?"
echo "names the encoding: $(grep -c 'UTF-8' out.txt)"
echo "says blank: $(grep -c 'blank' out.txt)"
