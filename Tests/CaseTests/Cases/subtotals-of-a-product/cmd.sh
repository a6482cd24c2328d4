pl accounts add Acme --set external_id=A >/dev/null
pl deals add --account A --set owner=anna --set "lines=1 x gtx @ 60; 1 x sup @ 80" >/dev/null
pl deals add --account A --set owner=zoe --set "lines=2 x gtx @ 60" >/dev/null
pl reports run both --format json 2>/dev/null | grep '"level": 1' | sed 's/.*"values": {//; s/"owner": null, //; s/}.*//'
