# Lifts the fence of the systemd unit $1 and starts it without waiting: etcd tells systemd that it is
# up only when it has a leader.
folder=/etc/systemd/system/$1.service.d
systemctl cat "$1.service" >/dev/null 2>&1 || refuse "there is no unit $1.service" "name it in the inventory"
rm -f -- "$folder/zz-etcd-runbook.conf"
rmdir -- "$folder" 2>/dev/null
settle_names /etc/systemd/system
systemctl daemon-reload || fail "systemd did not reload"
systemctl reset-failed "$1.service" 2>/dev/null
systemctl start --no-block "$1.service"
