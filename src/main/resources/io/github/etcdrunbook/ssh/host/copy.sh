# Copies $1 to $2 with owners and modes, for the run $3.
there "$1" || refuse "nothing lies at $1" "look at what moved it away; resume when it is back"
there "$2" && refuse "$2 exists already" "look at it; move it away by hand if it is not needed"
part=$2.part-$3
rm -rf -- "$part"
folder "$(dirname "$2")"
cp -a -- "$1" "$part" || { rm -rf -- "$part"; fail "$1 was not copied"; }
find "$part" -type f -exec sync {} + 2>/dev/null
publish "$part" "$2"
