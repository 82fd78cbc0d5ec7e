# Fences the systemd unit $1 for the run $2, so that nothing starts it, also after a reboot; stops it.
folder=/etc/systemd/system/$1.service.d
fence=$folder/zz-etcd-runbook.conf
systemctl cat "$1.service" >/dev/null 2>&1 || refuse "there is no unit $1.service" "name it in the inventory"
if [ ! -f "$fence" ]; then
  [ -d "$folder" ] || mkdir -m 0755 "$folder"
  cat >"$folder/.zz-etcd-runbook.part" <<END
# run $2
# Keeps the unit down until this run, or a person, removes this file and reloads systemd.
[Unit]
AssertPathExists=/run/etcd-runbook/may-start
END
  chmod 0644 "$folder/.zz-etcd-runbook.part"
  sync "$folder/.zz-etcd-runbook.part" 2>/dev/null
  publish "$folder/.zz-etcd-runbook.part" "$fence" || fail "$fence was not written"
fi
systemctl daemon-reload || fail "systemd did not reload"
systemctl stop --no-block "$1.service"
