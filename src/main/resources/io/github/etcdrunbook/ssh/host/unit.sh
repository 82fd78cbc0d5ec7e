# Whether a unit may start and what runs of it. $1: program name; $2: its manifest, or nothing;
# $3: its systemd unit, or nothing.
tell ticks "$(getconf CLK_TCK 2>/dev/null)"
read -r uptime </proc/uptime
tell uptime "$uptime"
tell now "$(date +%s.%N)"
if [ -n "$2" ]; then
  [ -f "$2" ] && tell in-place yes
  for file in /etc/kubernetes/runbook-*/"${2##*/}"; do
    [ -f "$file" ] && tell "parked $file" yes
  done
fi
main=
if [ -n "$3" ] && have systemctl; then
  main=$(systemctl show "$3" -p MainPID 2>/dev/null | sed -n 's/^MainPID=\([1-9][0-9]*\)$/\1/p')
  systemctl show "$3" -p LoadState -p ActiveState -p MainPID -p UnitFileState 2>/dev/null | say systemd
  fence=/etc/systemd/system/$3.service.d/zz-etcd-runbook.conf
  [ -f "$fence" ] && say fence <"$fence"
fi
for pid in $main $(called "$1"); do
  { stat=$(cat "/proc/$pid/stat"); } 2>/dev/null || continue
  tell "stat $pid" "${stat##*) }"
  tr '\0' '\n' <"/proc/$pid/cmdline" 2>/dev/null | say "words $pid"
  tr '\0' '\n' <"/proc/$pid/environ" 2>/dev/null | grep '^ETCD_' | say "environment $pid"
  say "groups $pid" <"/proc/$pid/cgroup" 2>/dev/null
done
if [ -n "$2" ]; then
  if have crictl; then
    cri ps --label "io.kubernetes.container.name=$1" -o json 2>/dev/null | say containers
  elif have ctr; then
    timeout 5 ctr -n k8s.io containers ls -q "labels.\"io.kubernetes.container.name\"==$1" 2>/dev/null | say names
    timeout 5 ctr -n k8s.io tasks ls 2>/dev/null | say tasks
  fi
fi
exit 0
