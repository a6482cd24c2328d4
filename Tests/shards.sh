#!/usr/bin/env bash
# shards.sh COORDINATOR: starts three PostgreSQL servers that are shards of a database, and stops them when its input ends.
#
# COORDINATOR is the URL of the database, as a superuser. The first line of the output is the folder of the servers: each has its data in
# a folder of its own name there (one, two, three), and listens on a Unix socket in NAME-socket. `stop NAME`, `kill NAME` and `start NAME`
# on the input stop and start a server, and are answered by a line.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
coordinator=$1

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
[ -n "$bin" ] || bin=$(pg_config --bindir)
folder=$(mktemp -d)
as_server=()
if [ "$(id -u)" = 0 ]; then
  as_server=(setpriv --reuid=postgres --regid=postgres --init-groups)
  chown postgres:postgres "$folder"
fi
server() { (cd "$folder" && "${as_server[@]}" "$@"); }
control() { server "$bin/pg_ctl" "$1" -D "$folder/$2" -l "$folder/$2.log" -w -s "${@:3}"; }

names="one two three"
finish() {
  for name in $names; do control stop "$name" -m immediate >/dev/null 2>&1 || true; done
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

server "$bin/initdb" -D "$folder/one" -U postgres -E UTF8 --locale=C --auth=trust --no-sync >"$folder/initdb.log" 2>&1 ||
  { cat "$folder/initdb.log" >&2; exit 1; }
# A role that is no superuser may reach a shard only by a password.
server sed -i '1i local all sales scram-sha-256' "$folder/one/pg_hba.conf"
for name in two three; do server cp -a "$folder/one" "$folder/$name"; done
shards=()
for name in $names; do
  server mkdir "$folder/$name-socket"
  server tee -a "$folder/$name/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$folder/$name-socket'
max_connections = 200
# Servers are killed here, but the machine is not.
fsync = off
CONF
  control start "$name" || { cat "$folder/$name.log" >&2; exit 1; }
  shards+=("$name=postgresql://postgres@/postgres?host=$folder/$name-socket")
done
chmod 755 "$folder" "$folder"/*-socket
SHARD_PASSWORD=secret "$here/../Documentation/Guides/shards.sh" "$coordinator" sales "${shards[@]}" >&2
echo "$folder"
while read -r verb name; do
  case $verb in
    stop) control stop "$name" -m fast >&2 ;;
    kill) control stop "$name" -m immediate >&2 ;;
    start) control start "$name" >&2 ;;
  esac
  echo "$verb $name"
done
