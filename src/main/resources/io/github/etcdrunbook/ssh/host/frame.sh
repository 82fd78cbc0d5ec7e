# Before every script: a known environment, and how facts are printed. A fact is a line `=title`
# and then its content with a blank before each line, so that no content can look like a title.
set -u
LC_ALL=C
PATH=${PATH:-/usr/bin}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
export LC_ALL PATH
umask 077
say() {
  printf '=%s\n' "$1"
  sed 's/^/ /'
  echo
}
# The same for one line that is at hand: no process is started for it.
tell() { printf '=%s\n %s\n\n' "$1" "$2"; }
have() { command -v "$1" >/dev/null 2>&1; }
# The container tool, with the socket named when no configuration names it.
cri() {
  if [ ! -e /etc/crictl.yaml ]; then
    for socket in /run/containerd/containerd.sock /var/run/crio/crio.sock /var/run/cri-dockerd.sock; do
      if [ -S "$socket" ]; then
        timeout 5 crictl --runtime-endpoint "unix://$socket" "$@"
        return
      fi
    done
  fi
  timeout 5 crictl "$@"
}
# Processes whose kernel name is that of the program ($1), as far as the kernel keeps it.
called() {
  short=$(printf '%.15s' "$1")
  for at in /proc/[0-9]*; do
    { read -r comm <"$at/comm"; } 2>/dev/null || continue
    [ "$comm" = "$short" ] && echo "${at#/proc/}"
  done
}
# The SHA-256 of the file $1. That of a file which was put here is noted (FileTransfer does it): while
# size, times and inode are the same it is not read again, since hundreds of megabytes take seconds.
digest_of() {
  seen=$(stat -L -c '%d:%i %s %y %z' "$1" 2>/dev/null)
  note=/run/etcd-runbook/digests/${seen%% *}
  if [ -n "$seen" ] && [ -f "$note" ]; then
    { read -r as_put; read -r digest; } <"$note"
    if [ "$as_put" = "$seen" ]; then
      echo "$digest"
      return
    fi
  fi
  sha256_of "$1"
}
# The SHA-256 of the file $1, read now. openssl is several times as fast on most processors.
sha256_of() {
  digest=
  if have openssl; then
    digest=$(openssl dgst -sha256 -r <"$1" 2>/dev/null | cut -d ' ' -f 1)
  fi
  [ "${#digest}" = 64 ] || digest=$(sha256sum <"$1" | cut -d ' ' -f 1)
  echo "$digest"
}
