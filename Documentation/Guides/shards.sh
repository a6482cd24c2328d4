#!/usr/bin/env bash
# Makes databases on other servers the shards of a database for the storage plugin `postgresql`. It can be run again, also with more
# or changed servers; it creates no tables: the plugin does, when it makes a schema with `shards`.
#
#   SHARD_PASSWORD=… shards.sh COORDINATOR ROLE NAME=SHARD…
#
#   COORDINATOR     URL of the database that the SDK connects to, as a superuser
#   ROLE            the role that the SDK logs in as; it is made where it does not exist
#   NAME=SHARD      for each shard a name, and the URL of its database, as a superuser. The coordinator's server reaches it by the same
#                   host and port, and pg_hba.conf there asks ROLE for a password (scram-sha-256): PostgreSQL lets no other role but a
#                   superuser use a connection without one
#   SHARD_PASSWORD  the password of ROLE on the shards, of letters and digits
set -euo pipefail

if [ $# -lt 3 ] || [ -z "${SHARD_PASSWORD:-}" ]; then
  sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p;}' "$0" >&2
  exit 2
fi
coordinator=$1 role=$2
shift 2

# Statements come from the standard input: what follows -v is quoted there.
sql() { PGOPTIONS='-c client_min_messages=warning' psql -X -q -v ON_ERROR_STOP=1 -v "role=$role" -v "password=$SHARD_PASSWORD" "$@"; }

role_if_missing() {
  sql -d "$1" <<'SQL'
SELECT format('CREATE ROLE %I LOGIN', :'role') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec
SELECT format('GRANT CREATE ON DATABASE %I TO %I', current_database(), :'role') \gexec
SQL
}

role_if_missing "$coordinator"
sql -d "$coordinator" <<'SQL'
CREATE EXTENSION IF NOT EXISTS postgres_fdw;
CREATE EXTENSION IF NOT EXISTS dblink;
SQL

names=()
for shard in "$@"; do
  name=${shard%%=*} url=${shard#*=}
  [ "$name" != "$shard" ] || { echo "error: '$shard' is not NAME=URL" >&2; exit 2; }
  role_if_missing "$url"
  sql -d "$url" <<<"ALTER ROLE :\"role\" PASSWORD :'password'"
  # Where the server is, as psql has read it from the URL.
  place=$(psql -X -A -t -v ON_ERROR_STOP=1 -d "$url" <<<'\echo :HOST :PORT :DBNAME')
  read -r host port database <<<"$place"
  # A row of a commit, or of a page, is not a round trip of its own: both are sent in batches.
  sql -d "$coordinator" -v "name=$name" -v "host=$host" -v "port=$port" -v "database=$database" <<'SQL'
BEGIN;
SELECT format('CREATE SERVER %I FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host %L, port %L, dbname %L, batch_size %L, fetch_size %L, connect_timeout %L)',
  :'name', :'host', :'port', :'database', '1000', '1000', '10')
WHERE NOT EXISTS (SELECT FROM pg_foreign_server WHERE srvname = :'name') \gexec
ALTER SERVER :"name" OPTIONS (SET host :'host', SET port :'port', SET dbname :'database');
GRANT USAGE ON FOREIGN SERVER :"name" TO :"role";
CREATE USER MAPPING IF NOT EXISTS FOR :"role" SERVER :"name" OPTIONS (user :'role', password :'password');
ALTER USER MAPPING FOR :"role" SERVER :"name" OPTIONS (SET user :'role', SET password :'password');
COMMIT;
SQL
  names+=("$name")
done

# The coordinator's role reaches each shard, or this fails.
for name in "${names[@]}"; do
  sql -d "$coordinator" -v "name=$name" -A -t -o /dev/null <<'SQL'
SET ROLE :"role";
SELECT * FROM dblink(:'name', 'SELECT 1') AS answer (one integer);
SQL
done
list=$(IFS=,; echo "${names[*]}")
echo "Write into the configuration:  shards: [${list//,/, }]"
