# Puts the manifest $1 back as it was, from where the run $2 parked it, else from where another did.
name=${1##*/}
parked=/etc/kubernetes/runbook-$2/$name
if [ ! -f "$parked" ]; then
  count=0
  for other in /etc/kubernetes/runbook-*/"$name"; do
    [ -f "$other" ] && parked=$other && count=$((count + 1))
  done
  if there "$1"; then exit 0; fi
  [ "$count" = 0 ] && refuse "the manifest $1 is not parked anywhere" "look for it below /etc/kubernetes"
  [ "$count" = 1 ] || refuse "the manifest $1 is parked by several runs" "keep the right one and resume"
fi
if there "$1"; then
  cmp -s "$1" "$parked" || refuse "$1 is in place, and differs from $parked" "keep the right one of the two and resume"
  rm -f -- "$parked"
elif [ "$(mount_of "$(dirname "$1")")" = "$(mount_of "$parked")" ]; then
  publish "$parked" "$1"
else
  # The kubelet reads every file whose name does not begin with a dot.
  part=$(dirname "$1")/.$name.part-$2
  cp -p -- "$parked" "$part" && sync "$part" && publish "$part" "$1" && rm -f -- "$parked"
fi
rmdir -- "$(dirname "$parked")" 2>/dev/null
[ -f "$1" ]
