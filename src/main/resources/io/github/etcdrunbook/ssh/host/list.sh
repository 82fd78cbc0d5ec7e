# The names in the directory $1.
[ -d "$1" ] && ls -A "$1" | say names
exit 0
