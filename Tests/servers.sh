# What postgresql.sh and shards.sh share: PostgreSQL servers in a temporary folder, each with its data in a folder of its own name, a log
# NAME.log, and a Unix socket. Sourced with bash; it sets $bin (PostgreSQL's programs) and $folder.

# Prints the folder of PostgreSQL's programs; fails where they are not installed.
postgresql_programs() {
  local found
  found=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
  [ -n "$found" ] || found=$(pg_config --bindir 2>/dev/null || true)
  [ -x "$found/initdb" ] && [ -x "$found/pg_ctl" ] && echo "$found"
}

as_server=()
started=()

# Makes the folder. At the script's end the servers are stopped and it is removed.
begin_servers() {
  bin=$(postgresql_programs)
  folder=$(mktemp -d)
  # PostgreSQL refuses to run as root.
  if [ "$(id -u)" = 0 ]; then
    as_server=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres:postgres "$folder"
  fi
  # Sockets are for the tests' own user too.
  chmod 755 "$folder"
  trap end_servers EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

end_servers() {
  # Those that follow a server end before it.
  for ((number = ${#started[@]} - 1; number >= 0; number--)); do
    control stop "${started[number]}" -m immediate >/dev/null 2>&1 || true
  done
  rm -rf "$folder"
}

# Runs a command as the servers' user, in the folder.
server() { (cd "$folder" && "${as_server[@]}" "$@"); }

# control VERB NAME [OPTIONS…]: what pg_ctl does with a server, once it is done.
control() { server "$bin/pg_ctl" "$1" -D "$folder/$2" -l "$folder/$2.log" -w -s "${@:3}"; }

# create_server NAME RULE [OPTIONS…]: makes an empty server. RULE is the first line of its pg_hba.conf; all others are trusted.
create_server() {
  server "$bin/initdb" -D "$folder/$1" -U postgres -E UTF8 --locale=C --auth=trust "${@:3}" >"$folder/initdb.log" 2>&1 ||
    { cat "$folder/initdb.log" >&2; exit 1; }
  server sed -i "1i $2" "$folder/$1/pg_hba.conf"
}

# start_server NAME SOCKET: starts a server that listens in a folder only, with the settings of the standard input.
start_server() {
  server mkdir -p "$2"
  chmod 755 "$2"
  { printf "listen_addresses = ''\nunix_socket_directories = '%s'\n" "$2"; cat; } | server tee -a "$folder/$1/postgresql.conf" >/dev/null
  started+=("$1")
  control start "$1" || { cat "$folder/$1.log" >&2; exit 1; }
}
