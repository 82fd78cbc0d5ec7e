# How long the host has been up.
say uptime </proc/uptime
exit 0
