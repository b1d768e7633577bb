#!/bin/sh
# The installation of docker-compose.yml as plain processes on one machine:
# migrate, then api, worker and publisher, which end with this.
# It needs a Postgres and a Redis:
#   CARAVAN_DATABASE_URL=postgres://... CARAVAN_REDIS_URL=redis://... make processes
set -eu

: "${CARAVAN_DATABASE_URL:?name a Postgres}" "${CARAVAN_REDIS_URL:?name a Redis}"
program=${PROGRAM:-bin/caravan}
export CARAVAN_ADDR="${CARAVAN_ADDR:-127.0.0.1:8080}"
export CARAVAN_PUBLIC_URL="${CARAVAN_PUBLIC_URL:-http://$CARAVAN_ADDR}"
if [ -z "${CARAVAN_SECRET:-}${CARAVAN_SECRET_FILE:-}" ]; then
  export CARAVAN_SECRET_FILE=secrets/caravan
  mkdir -p secrets
  [ -s secrets/caravan ] || (umask 077 && head -c 32 /dev/urandom | base64 >secrets/caravan)
fi
if [ -z "${CARAVAN_TOKEN_KEY:-}${CARAVAN_TOKEN_KEY_FILE:-}" ]; then
  export CARAVAN_TOKEN_KEY_FILE=secrets/token-key
  mkdir -p secrets
  [ -s secrets/token-key ] || (umask 077 && head -c 32 /dev/urandom | base64 >secrets/token-key)
fi
if [ -z "${CARAVAN_AUDIT_KEY:-}${CARAVAN_AUDIT_KEY_FILE:-}" ]; then
  export CARAVAN_AUDIT_KEY_FILE=secrets/audit-key
  mkdir -p secrets
fi
if [ -z "${CARAVAN_VAULT_KEYS:-}" ]; then
  export CARAVAN_VAULT_KEYS=secrets/vault-keys.db # apart from the records
  mkdir -p secrets
fi
CARAVAN_AUDIT_PUBLIC_KEY="${CARAVAN_AUDIT_PUBLIC_KEY:-$("$program" audit key ${CARAVAN_AUDIT_KEY_FILE:+--make caravan/processes})}"
export CARAVAN_AUDIT_PUBLIC_KEY

"$program" migrate
all="" code=0 ended=""
end() { ended=1; kill -TERM $all 2>/dev/null || true; }
trap end INT TERM
# What answers people cannot open the credentials of channels, nor sign the audit trail.
env -u CARAVAN_TOKEN_KEY -u CARAVAN_TOKEN_KEY_FILE -u CARAVAN_AUDIT_KEY -u CARAVAN_AUDIT_KEY_FILE "$program" api &
all="$all $!"
for command in worker publisher; do
  "$program" "$command" &
  all="$all $!"
done
for pid in $all; do wait "$pid" || code=$?; done
wait # after a signal some are still ending
[ -n "$ended" ] || exit "$code"
