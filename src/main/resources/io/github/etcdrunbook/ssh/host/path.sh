# What lies at $1.
if [ ! -e "$1" ] && [ ! -L "$1" ]; then
  echo absent | say kind
  exit 0
fi
stat -c '%F|%u|%g|%a|%s' "$1" | say stat
if [ -d "$1" ] && [ ! -L "$1" ]; then
  [ -n "$(ls -A "$1" 2>/dev/null | head -n 1)" ] || echo yes | say empty
  (cd -P "$1" && pwd -P) | say real
  say mounts </proc/self/mountinfo
fi
exit 0
