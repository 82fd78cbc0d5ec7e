# Prepares for a file at $1 with the SHA-256 $2: status 41 when it is there already.
if there "$1"; then
  [ -f "$1" ] && [ ! -L "$1" ] && [ "$(sha256_of "$1")" = "$2" ] && exit 41
  refuse "another file is at $1 already" "look at it; move it away by hand if it is not needed"
fi
folder "$(dirname "$1")"
