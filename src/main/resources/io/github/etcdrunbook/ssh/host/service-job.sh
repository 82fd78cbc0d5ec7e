# Whether the systemd unit $1 is fenced, and what it does or is about to do.
[ -f "/etc/systemd/system/$1.service.d/zz-etcd-runbook.conf" ] && echo yes | say fenced
systemctl show "$1" -p ActiveState -p Job | say systemd
exit 0
