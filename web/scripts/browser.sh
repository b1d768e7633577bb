#!/bin/sh
# Prints the export line that names the browser of the tests: what the
# environment names, else a Chromium of this machine, else (as root on Debian)
# one installed for the purpose, else the one that Playwright brings.
set -u

say() { echo "browser: $*" >&2; }
found() { command -v chromium || command -v chromium-browser || command -v google-chrome; }

browser=${CHROMIUM:-$(found)}
if [ -z "$browser" ] && [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ]; then
  say "installing chromium"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null 2>&1
  browser=$(found)
fi
if [ -z "$browser" ]; then
  (cd "$(dirname "$0")/.." && npx playwright install chromium >&2) &&
    browser=$(cd "$(dirname "$0")/.." && node -e "console.log(require('@playwright/test').chromium.executablePath())")
fi
[ -n "$browser" ] || { say "no Chromium, and none can be installed"; echo "exit 1"; exit 1; }
say "$browser"
echo "export CHROMIUM='$browser'"
