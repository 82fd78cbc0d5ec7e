# Before every script that changes something: how it refuses. Nothing has been changed then.
refuse() {
  printf '%s\n' "$1" | say refused
  printf '%s\n' "$2" | say hint
  exit 40
}
fail() {
  printf '%s\n' "$1" >&2
  exit 1
}
there() { [ -e "$1" ] || [ -L "$1" ]; }
# Which mount holds a path that is there: a rename works within one only.
mount_of() { stat -c '%d %m' "$1" 2>/dev/null || stat -c '%d' "$1"; }
# Makes a directory that only root reads, with its parents.
folder() { [ -d "$1" ] || mkdir -p -m 0700 "$1"; }
# Puts names on the disk, so that a power loss does not take a rename back.
settle_names() { sync "$@" 2>/dev/null || true; }
# Renames $1 to $2, never onto something.
publish() {
  mv -T -n -- "$1" "$2" || return 1
  if there "$1" || ! there "$2"; then
    fail "$2 appeared while $1 was to be renamed to it"
  fi
  settle_names "$(dirname "$2")" "$(dirname "$1")"
}
