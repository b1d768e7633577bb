#!/bin/sh
# Prints the export lines that point the tests at Postgres and Redis:
# what the environment names, else a local server, else binaries of this machine
# on free ports, else (as root on Debian) packages installed for the purpose.
# Postfix, Kannel, Icecast and WordPress have no line: their tests start their own wherever the binaries are.
# With CARAVAN_REQUIRE_SERVERS=1 a missing server is an error.
set -u

say() { echo "servers: $*" >&2; }
installable() { [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; }
install() { say "installing $*"; { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >/dev/null 2>&1; }
pg_bin() { for d in "$(dirname "$(command -v initdb 2>/dev/null || echo /nowhere/x)")" /usr/lib/postgresql/*/bin; do [ -x "$d/initdb" ] && { echo "$d"; return; }; done; }
answers() { psql -Atqc 'select 1' "$1" >/dev/null 2>&1; }

start_postgres() {
  bin=$(pg_bin); [ -n "$bin" ] || return 1
  dir=$(mktemp -d); port=$(shuf -i 20000-40000 -n 1)
  as=""
  if [ "$(id -u)" = 0 ]; then chown postgres "$dir"; as="runuser -u postgres --"; fi
  $as "$bin/initdb" -D "$dir/data" -U postgres -A trust >/dev/null 2>&1 &&
    $as "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" -o "-p $port -k $dir -c listen_addresses=127.0.0.1" start >/dev/null 2>&1 &&
    echo "postgres://postgres@127.0.0.1:$port/postgres?sslmode=disable"
}

find_postgres() {
  [ -n "${CARAVAN_TEST_POSTGRES:-}" ] && { echo "$CARAVAN_TEST_POSTGRES"; return; }
  command -v psql >/dev/null 2>&1 || { installable && install postgresql postgresql-client; }
  local_url="postgres://postgres@127.0.0.1:5432/postgres?sslmode=disable"
  answers "$local_url" && { echo "$local_url"; return; }
  start_postgres
}

find_redis() {
  [ -n "${CARAVAN_TEST_REDIS:-}" ] && { echo "$CARAVAN_TEST_REDIS"; return; }
  command -v redis-server >/dev/null 2>&1 || { installable && install redis-server; }
  if redis-cli -p 6379 ping 2>/dev/null | grep -q PONG; then echo "redis://127.0.0.1:6379/15"; return; fi
  command -v redis-server >/dev/null 2>&1 || return 1
  port=$(shuf -i 20000-40000 -n 1)
  redis-server --port "$port" --bind 127.0.0.1 --save "" --daemonize yes >/dev/null && echo "redis://127.0.0.1:$port/15"
}

find_postfix() {
  binary=/usr/sbin/postfix
  [ -x "$binary" ] || { installable && echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections && install postfix; }
  [ -x "$binary" ] && echo "$binary"
}

find_kannel() {
  binary=/usr/lib/kannel/test/fakesmsc
  [ -x "$binary" ] || { installable && install kannel kannel-extras; }
  [ -x "$binary" ] && command -v bearerbox
}

find_icecast() {
  command -v icecast2 >/dev/null 2>&1 || { installable && install icecast2; }
  command -v icecast2
}

# WordPress comes with the database and the PHP that it runs on.
find_wordpress() {
  ready() { [ -d /usr/share/wordpress ] && [ -x /usr/sbin/mariadbd ] && [ -x /usr/bin/mariadb-install-db ] && [ -x /usr/bin/php ]; }
  ready || { installable && install wordpress mariadb-server-core php-cli php-mysql php-xml php-curl php-mbstring php-gd; }
  ready && echo /usr/share/wordpress
}

# What is printed is read by a program of its own.
find_poppler() {
  command -v pdftotext >/dev/null 2>&1 || { installable && install poppler-utils; }
  command -v pdftotext
}

# What is filmed for tests is read by a program of its own.
find_ffmpeg() {
  command -v ffmpeg >/dev/null 2>&1 || { installable && install ffmpeg; }
  command -v ffprobe
}

postgres=$(find_postgres); redis=$(find_redis); postfix=$(find_postfix); poppler=$(find_poppler); kannel=$(find_kannel); icecast=$(find_icecast); wordpress=$(find_wordpress); ffmpeg=$(find_ffmpeg)
say "SQLite: embedded; Postgres: ${postgres:-none}; Redis: ${redis:-none, embedded only}; Postfix: ${postfix:-none}; Poppler: ${poppler:-none}; Kannel: ${kannel:-none}; Icecast: ${icecast:-none}; WordPress: ${wordpress:-none}; ffmpeg: ${ffmpeg:-none}"
if [ "${CARAVAN_REQUIRE_SERVERS:-}" = 1 ] && { [ -z "$postgres" ] || [ -z "$redis" ] || [ -z "$postfix" ] || [ -z "$poppler" ] || [ -z "$kannel" ] || [ -z "$icecast" ] || [ -z "$wordpress" ] || [ -z "$ffmpeg" ]; }; then
  say "Postgres, Redis, Postfix, Poppler, Kannel, Icecast, WordPress and ffmpeg are required here"; echo "exit 1"; exit 1
fi
[ -n "$postgres" ] && echo "export CARAVAN_TEST_POSTGRES='$postgres'"
[ -n "$redis" ] && echo "export CARAVAN_TEST_REDIS='$redis'"
exit 0
