# Makes the folder $1 for the copy of a run, for root alone, and forgets all copies but the newest.
folder /var/lib/etcd-runbook && folder "$(dirname "$1")" && folder "$1" || fail "$1 cannot be made"
chmod 0700 /var/lib/etcd-runbook "$(dirname "$1")" "$1"
cd "$(dirname "$1")" || exit 0
ls -1 | sort -r | tail -n +21 | while read -r old; do
  case $old in [0-9]*-[0-9]*-*) rm -rf -- "./$old" ;; esac
done
exit 0
