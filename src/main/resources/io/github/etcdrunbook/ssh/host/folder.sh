# Makes the empty directory $1 with the owner $2 and the mode $3.
there "$1" && refuse "$1 exists already" "look at it; move it away by hand if it is not needed"
folder "$(dirname "$1")"
part=$1.part-$$
mkdir -m 0700 "$part" && chown "$2" "$part" && chmod "$3" "$part" || fail "$part was not made"
publish "$part" "$1"
