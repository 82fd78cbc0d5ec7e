# Makes the manifest that belongs at $1 say $5, where it is parked; where there is none, it is laid
# parked for the run $2. Owner $3, mode $4. Without $3 the one that this run parked is taken away.
name=${1##*/}
park=/etc/kubernetes/runbook-$2
if there "$1"; then
  refuse "the manifest $1 is in place: a change would restart its pod" "stop it first"
fi
target=$park/$name
if [ ! -f "$target" ]; then
  count=0
  for other in /etc/kubernetes/runbook-*/"$name"; do
    [ -f "$other" ] && target=$other && count=$((count + 1))
  done
  [ "$count" -le 1 ] || refuse "the manifest $1 is parked by several runs" "keep the right one and resume"
fi
if [ $# -lt 3 ]; then
  rm -f -- "$park/$name"
  rmdir -- "$park" 2>/dev/null
  settle_names /etc/kubernetes
  exit 0
fi
# A changed manifest is another pod to the kubelet, which starts it 14 s late while it is not yet
# done with the old one: it does not go back before three seconds are over.
parked=$(stat -c %Z -- "$target" 2>/dev/null || echo 0)
write "$target" "$2" "$3" "$4" "$5" || exit
left=$((parked + 4 - $(date +%s)))
if [ "$left" -gt 0 ]; then sleep "$left"; fi
