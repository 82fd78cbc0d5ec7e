# Makes the environment file $1 say $5, for the run $2. Owner $3, mode $4. Without $3 it is taken away.
if [ $# -lt 3 ]; then
  rm -f -- "$1"
  settle_names "$(dirname "$1")"
  exit 0
fi
write "$1" "$2" "$3" "$4" "$5"
