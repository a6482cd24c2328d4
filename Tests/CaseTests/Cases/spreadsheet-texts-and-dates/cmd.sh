pl import deals.csv --mapping mapping.yaml >/dev/null 2>&1
pl why all --format xlsx >o.xlsx 2>/dev/null
unzip -p o.xlsx xl/worksheets/sheet1.xml | grep -o '<c r="[AD]1[0-9]"[^>]*>\(<is><t>[^<]*\|<v>[^<]*\)' | sed 's/ s="[0-9]*"//'
