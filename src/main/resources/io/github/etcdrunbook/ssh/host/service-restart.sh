# Restarts the systemd unit $1.
systemctl restart "$1.service"
