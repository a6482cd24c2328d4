#!/usr/bin/env bash
# postgresql.sh COMMAND…: runs a command with a PostgreSQL server of its own, and stops the server afterwards.
#
# The server has its data in a temporary folder, listens on a Unix socket there, and writes to the disk (fsync) as a real one
# does. The command finds it in PIPELINE_TEST_POSTGRESQL, and a hot standby of it in PIPELINE_TEST_STANDBY. Without PostgreSQL's programs the command runs without a server, and
# the tests that need one are skipped; with CI=true that is an error.
set -euo pipefail

programs() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  [ -n "$found" ] || found=$(pg_config --bindir 2>/dev/null || true)
  [ -x "$found/initdb" ] && [ -x "$found/pg_ctl" ] && echo "$found"
}

if ! bin=$(programs); then
  if [ "${CI:-}" = true ]; then
    echo "error: PostgreSQL is not installed (apt package: postgresql), and CI=true requires its tests" >&2
    exit 1
  fi
  printf '\n*** PostgreSQL is not installed: ITS TESTS ARE SKIPPED (apt package: postgresql) ***\n\n' >&2
  exec "$@"
fi

folder=$(mktemp -d)
# PostgreSQL refuses to run as root.
as_server=()
if [ "$(id -u)" = 0 ]; then
  as_server=(setpriv --reuid=postgres --regid=postgres --init-groups)
  chown postgres:postgres "$folder"
fi

server() { (cd "$folder" && "${as_server[@]}" "$@"); }

stop() {
  server "$bin/pg_ctl" stop -D "$folder/standby" -m immediate -s >/dev/null 2>&1 || true
  server "$bin/pg_ctl" stop -D "$folder/data" -m immediate -s >/dev/null 2>&1 || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

server "$bin/initdb" -D "$folder/data" -U postgres -E UTF8 --locale=C --auth=trust >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
# One role has a password, to test what happens with a wrong one.
server sed -i '1i local all guarded scram-sha-256' "$folder/data/pg_hba.conf"
server tee -a "$folder/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 400
fsync = on
synchronous_commit = on
CONF
server "$bin/pg_ctl" start -D "$folder/data" -l "$folder/server.log" -w -s ||
  { cat "$folder/server.log" >&2; exit 1; }
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
server mkdir "$folder/standby-socket"
server "$bin/pg_basebackup" -h "$folder" -U postgres -D "$folder/standby" -R -c fast -X stream
server tee -a "$folder/standby/postgresql.conf" >/dev/null <<CONF
unix_socket_directories = '$folder/standby-socket'
hot_standby_feedback = on
max_standby_streaming_delay = 60s
CONF
server "$bin/pg_ctl" start -D "$folder/standby" -l "$folder/standby.log" -w -s ||
  { cat "$folder/standby.log" >&2; exit 1; }

# Folders of the sockets are readable by the tests' own user.
chmod 755 "$folder" "$folder/standby-socket"
status=0
PIPELINE_TEST_POSTGRESQL="postgresql://sales@/sales?host=$folder" \
  PIPELINE_TEST_STANDBY="postgresql://sales@/sales?host=$folder/standby-socket" "$@" || status=$?
exit "$status"
