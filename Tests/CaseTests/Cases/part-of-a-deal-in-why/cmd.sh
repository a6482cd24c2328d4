pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set "lines=1 x gtx @ 10.33; 2 x sup @ 5" >/dev/null
pl deals add --account A --set "lines=1 x gtx @ 100" >/dev/null
# The figure of a product counts its part of each deal; the rows must add up to the total beneath them.
echo "whole deal: $(pl why by-product product=gtx 2>/dev/null | grep -c ' 20\.33 ')"
echo "its part: $(pl why by-product product=gtx 2>/dev/null | grep -c ' 10\.33 ')"
