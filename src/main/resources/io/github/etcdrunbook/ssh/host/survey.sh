# What does not change by itself. $1: the systemd unit of etcd; nothing where etcd is a static pod.
tell uid "$(id -u)"
echo =missing
for tool in awk cat cmp cp cut date dirname find grep head id ls mkdir mv rm sed sha256sum sort stat sync tail timeout tr; do
  have "$tool" || printf ' %s\n' "$tool"
done
echo
read -r boot </proc/sys/kernel/random/boot_id
tell boot "$boot"
# The kubelet's folder of static pods: its flag, else its configuration file.
kubelet=$(called kubelet | head -n 1)
config=/var/lib/kubelet/config.yaml
static=
if [ -n "$kubelet" ]; then
  words=$(tr '\0' '\n' <"/proc/$kubelet/cmdline" | sed -n 's/^--config=//p')
  [ -n "$words" ] && config=$words
  static=$(tr '\0' '\n' <"/proc/$kubelet/cmdline" | sed -n 's/^--pod-manifest-path=//p')
fi
if [ -z "$static" ] && [ -f "$config" ]; then
  static=$(sed -n 's/^staticPodPath:[[:space:]]*//p' "$config" | sed 's/[[:space:]]*#.*//; s/^["'\'']//; s/["'\'']$//; q')
fi
[ -z "$static" ] && [ -d /etc/kubernetes/manifests ] && static=/etc/kubernetes/manifests
static=${static%/}
tell static "$static"
if [ -n "$static" ]; then
  for file in "$static"/*; do
    [ -f "$file" ] && say "manifest $file" <"$file"
  done
fi
for file in /etc/kubernetes/runbook-*/*; do
  [ -f "$file" ] && case $file in *.yaml | *.yml | *.json | *.manifest) say "parked $file" <"$file" ;; esac
done
if [ -n "$1" ] && have systemctl; then
  systemctl show "$1" -p LoadState -p FragmentPath -p ExecStart -p Environment -p EnvironmentFiles \
    -p User -p Group 2>/dev/null | say systemd
  user=$(systemctl show "$1" -p User 2>/dev/null | sed -n 's/^User=//p')
  [ -n "$user" ] && { id -u "$user" && id -g "$user"; } 2>/dev/null | say ids
  systemctl show "$1" -p EnvironmentFiles 2>/dev/null | sed -n 's/ (ignore_errors=.*)$//; s/^EnvironmentFiles=//p' |
    while read -r file; do
      [ -f "$file" ] && grep '^[[:space:]]*\(export \)\{0,1\}ETCD_' "$file" | say "environment $file"
    done
fi
exit 0
