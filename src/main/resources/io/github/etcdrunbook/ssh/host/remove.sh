# Removes $1, which the run $2 made.
case $1 in
  /*/..* | */../* | */.. | [!/]*) refuse "$1 is not a path that a run makes" "this is a fault of this program" ;;
  *"$2"*) ;;
  *) refuse "$1 does not name the run $2" "only what this run made is removed" ;;
esac
there "$1" || exit 0
part=$1.part-$2
rm -rf --one-file-system -- "$part"
publish "$1" "$part"
rm -rf --one-file-system -- "$part"
