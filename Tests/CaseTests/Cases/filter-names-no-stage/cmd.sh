"$P/pipeline" check sales.yaml >/dev/null 2>&1; echo "check: rc=$?"
