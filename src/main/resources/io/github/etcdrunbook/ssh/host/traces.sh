# What a stopped unit may leave: listening sockets, and processes that hold a file. $1: the file, or
# nothing.
for table in /proc/net/tcp /proc/net/tcp6; do
  [ -f "$table" ] && awk '$4 == "0A" { print $2 }' "$table" | say listening
done
if [ -n "$1" ] && [ -f "$1" ]; then
  own=$(stat -L -c %d:%i "$1")
  if find / -maxdepth 0 -lname x >/dev/null 2>&1; then
    find /proc/[0-9]*/fd -lname "*/${1##*/}" 2>/dev/null
  else
    for fd in /proc/[0-9]*/fd/*; do
      case $(readlink "$fd" 2>/dev/null) in */"${1##*/}") echo "$fd" ;; esac
    done
  fi |
    while read -r fd; do
      [ "$(stat -L -c %d:%i "$fd" 2>/dev/null)" = "$own" ] && printf '%s\n' "$fd"
    done | sed 's,^/proc/\([0-9]*\)/.*,\1,' | sort -u | say holders
fi
exit 0
