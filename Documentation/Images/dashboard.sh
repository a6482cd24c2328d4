#!/bin/sh
# Draws dashboard.png, the picture of the README: the page of a sample company in a headless Chromium.
#
#   make demo && Documentation/Images/dashboard.sh [pipeline] [browser]
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
pipeline=${1:-"$folder/../../.build/release/pipeline"}
browser=${2:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
"$pipeline" init sales.yaml > init.log
# Each salesperson of the sample has a target for each quarter of the year.
"$pipeline" sample --deals 500 --seed 7 > sample.log
year=$(date +%Y)
{
  echo 'targets:'
  echo '  listed:'
  "$pipeline" export deals --format csv | cut -d, -f "$("$pipeline" export deals --format csv | head -1 | tr -d '\r' | tr ',' '\n' | grep -n '^owner$' | cut -d: -f1)" |
    tail -n +2 | sort -u | while read -r owner; do
      for quarter in 1 2 3 4; do
        echo "    - {owner: \"$owner\", period: $year-Q$quarter, amount: $((60000 + 8000 * quarter))}"
      done
    done
} > targets.yaml
cat targets.yaml >> sales.yaml
"$pipeline" dashboard --output page.html \
  --widgets key_figures,funnel,sales_year,sales_grid,conversion > page.log
"$browser" --headless=new --no-sandbox --disable-gpu --hide-scrollbars --window-size=1280,1560 \
  --screenshot="$folder/dashboard.png" "file://$work/page.html" 2> browser.log
size=$(wc -c < "$folder/dashboard.png")
[ "$size" -lt 150000 ] || { echo "dashboard.png has $size bytes, more than 150,000" >&2; exit 1; }
echo "$folder/dashboard.png: $size bytes"
