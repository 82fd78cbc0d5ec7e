# The first complete set of a CA, a client certificate and its key. Parameters: three paths each.
while [ $# -ge 3 ]; do
  if [ -s "$1" ] && [ -s "$2" ] && [ -s "$3" ]; then
    say authority <"$1"
    say certificate <"$2"
    say key <"$3"
    exit 0
  fi
  shift 3
done
exit 0
