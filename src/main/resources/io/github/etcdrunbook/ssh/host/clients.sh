# Established TCP connections that begin or end at port $1 (four hexadecimal digits), and who holds
# the local ends.
for table in /proc/net/tcp /proc/net/tcp6; do
  [ -f "$table" ] && awk -v port=":$1" '$4 == "01" && (index($2, port) || index($3, port)) { print $2, $3, $10 }' "$table"
done | sort -u | say connections
for table in /proc/net/tcp /proc/net/tcp6; do
  [ -f "$table" ] && awk -v port=":$1" '$4 == "01" && (index($2, port) || index($3, port)) { print $10 }' "$table"
done | sort -u | while read -r inode; do
  find /proc/[0-9]*/fd -lname "socket:\[$inode\]" 2>/dev/null | head -n 1 |
    while IFS=/ read -r _ _ pid _; do
      printf '%s %s\n' "$inode" "$(cat "/proc/$pid/comm" 2>/dev/null)"
    done
done | say owners
exit 0
