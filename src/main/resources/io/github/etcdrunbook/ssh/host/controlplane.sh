# The files and folders that are there, of those named and of those that settings of systemd units
# name: one `=there` each. The units of the control plane and, as $1, that of etcd.
there() { [ -e "$1" ] && tell there "$1"; }
have tar || tell missing tar
service=$1
shift
for path in "$@" /etc/kubernetes/*.conf; do
  there "$path"
done
if have systemctl; then
  for unit in "$service" kube-apiserver kube-controller-manager kube-scheduler; do
    [ -n "$unit" ] || continue
    [ "$(systemctl show "$unit" -p LoadState 2>/dev/null)" = LoadState=loaded ] || continue
    systemctl show "$unit" -p FragmentPath -p DropInPaths 2>/dev/null |
      sed 's/^[A-Za-z]*=//' | tr ' ' '\n' | while read -r path; do there "$path"; done
    systemctl show "$unit" -p EnvironmentFiles 2>/dev/null |
      sed -n 's/ (ignore_errors=.*)$//; s/^EnvironmentFiles=//p' | while read -r path; do there "$path"; done
    systemctl show "$unit" -p ExecStart 2>/dev/null | tr ' ' '\n' |
      sed -n 's/^--[a-z-]*\(file\|config\)=\(\/.*\)$/\2/p' | while read -r path; do there "$path"; done
  done
fi
exit 0
