#!/usr/bin/env bash
# shards.sh COORDINATOR: starts three PostgreSQL servers that are shards of a database, and stops them when its input ends.
#
# COORDINATOR is the URL of the database, as a superuser. The first line of the output is the folder of the servers: each has its data in
# a folder of its own name there (one, two, three), and listens on a Unix socket in NAME-socket. `stop NAME`, `kill NAME` and `start NAME`
# on the input stop and start a server, and are answered by a line.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/servers.sh"
coordinator=$1

begin_servers
# A role that is no superuser may reach a shard only by a password.
create_server one 'local all sales scram-sha-256' --no-sync
for name in two three; do server cp -a "$folder/one" "$folder/$name"; done
shards=()
for name in one two three; do
  # Servers are killed here, but the machine is not.
  start_server "$name" "$folder/$name-socket" <<CONF
max_connections = 200
fsync = off
CONF
  shards+=("$name=postgresql://postgres@/postgres?host=$folder/$name-socket")
done
# The third again, under a name that has to be quoted.
shards+=("a \"third\" one=postgresql://postgres@/postgres?host=$folder/three-socket")
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
