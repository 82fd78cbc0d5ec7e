# Makes the environment file $1 say $5, for the run $2. Owner $3, mode $4. Without $3 it is taken away,
# and with it the fence that this run put before a unit that now has nothing to start with.
if [ $# -lt 3 ]; then
  rm -f -- "$1"
  for fence in /etc/systemd/system/*.service.d/zz-etcd-runbook.conf; do
    [ -f "$fence" ] && grep -qx "# run $2" "$fence" || continue
    rm -f -- "$fence"
    rmdir -- "$(dirname "$fence")" 2>/dev/null
    systemctl daemon-reload || fail "systemd did not reload"
  done
  settle_names "$(dirname "$1")"
  exit 0
fi
write "$1" "$2" "$3" "$4" "$5"
