#!/usr/bin/env bash
# postgresql.sh COMMAND…: runs a command with a PostgreSQL server of its own, and stops the server afterwards.
#
# The server has its data in a temporary folder, listens on a Unix socket there, and writes to the disk (fsync) as a real one
# does. The command finds it in PIPELINE_TEST_POSTGRESQL, and a hot standby of it in PIPELINE_TEST_STANDBY. Without PostgreSQL's
# programs the command runs without a server, and the tests that need one are skipped; with CI=true that is an error.
set -euo pipefail
. "$(dirname "$0")/servers.sh"

if ! postgresql_programs >/dev/null; then
  if [ "${CI:-}" = true ]; then
    echo "error: PostgreSQL is not installed (apt package: postgresql), and CI=true requires its tests" >&2
    exit 1
  fi
  printf '\n*** PostgreSQL is not installed: ITS TESTS ARE SKIPPED (apt package: postgresql) ***\n\n' >&2
  exec "$@"
fi

begin_servers
# One role has a password, to test what happens with a wrong one.
create_server data 'local all guarded scram-sha-256'
start_server data "$folder" <<CONF
max_connections = 400
fsync = on
synchronous_commit = on
CONF
server "$bin/psql" -h "$folder" -U postgres -d postgres -q -v ON_ERROR_STOP=1 <<SQL
CREATE ROLE sales LOGIN;
CREATE ROLE reader LOGIN;
CREATE ROLE stranger LOGIN;
CREATE ROLE guarded LOGIN PASSWORD 'correct horse';
CREATE DATABASE sales OWNER sales;
CREATE DATABASE latin OWNER sales ENCODING 'LATIN1' TEMPLATE template0;
REVOKE TEMPORARY ON DATABASE sales FROM PUBLIC;
SQL

# The standby follows by streaming; it may not cancel the tests' reads.
server "$bin/pg_basebackup" -h "$folder" -U postgres -D "$folder/standby" -R -c fast -X stream
start_server standby "$folder/standby-socket" <<CONF
hot_standby_feedback = on
max_standby_streaming_delay = 60s
CONF

status=0
PIPELINE_TEST_POSTGRESQL="postgresql://sales@/sales?host=$folder" \
  PIPELINE_TEST_STANDBY="postgresql://sales@/sales?host=$folder/standby-socket" "$@" || status=$?
exit "$status"
