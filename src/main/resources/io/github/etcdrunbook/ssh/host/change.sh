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
# Makes the file $1 say $5 at once, for the run $2. Owner $3, mode $4.
write() {
  folder "$(dirname "$1")"
  part=$(dirname "$1")/.${1##*/}.part-$2
  (umask 077 && printf '%s' "$5" >"$part") && chown "$3" "$part" && chmod "$4" "$part" ||
    { rm -f -- "$part"; fail "$1 was not written"; }
  sync "$part" 2>/dev/null
  mv -T -f -- "$part" "$1" || return 1
  settle_names "$(dirname "$1")"
}
