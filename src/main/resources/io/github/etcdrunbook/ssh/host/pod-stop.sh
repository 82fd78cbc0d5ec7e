# Parks the manifest $1 for the run $2: the kubelet stops its pod, also after a reboot.
name=${1##*/}
park=/etc/kubernetes/runbook-$2
if ! there "$1"; then
  for parked in /etc/kubernetes/runbook-*/"$name"; do
    [ -f "$parked" ] && exit 0
  done
  refuse "there is no manifest $1, neither in place nor parked" "look for it below /etc/kubernetes"
fi
folder "$park"
if [ -e "$park/$name" ]; then
  cmp -s "$1" "$park/$name" ||
    refuse "another manifest is parked at $park/$name already" "keep the right one of the two and resume"
  rm -f -- "$1"
elif [ "$(mount_of "$(dirname "$1")")" = "$(mount_of "$park")" ]; then
  publish "$1" "$park/$name"
else
  cp -p -- "$1" "$park/.$name.part" && sync "$park/.$name.part" && publish "$park/.$name.part" "$park/$name" &&
    rm -f -- "$1"
fi
settle_names "$(dirname "$1")"
[ ! -e "$1" ] && [ -f "$park/$name" ]
