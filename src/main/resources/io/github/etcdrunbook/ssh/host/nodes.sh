# The nodes as the API server lists them.
if ! have kubectl; then
  echo 'kubectl is not installed on this host' | say unavailable
  exit 0
fi
for config in /etc/kubernetes/super-admin.conf /etc/kubernetes/admin.conf; do
  [ -f "$config" ] && break
done
if [ ! -f "$config" ]; then
  echo 'no /etc/kubernetes/admin.conf on this host' | say unavailable
  exit 0
fi
if answer=$(timeout 15 kubectl --kubeconfig "$config" --request-timeout=10s get nodes --no-headers 2>&1); then
  printf '%s\n' "$answer" | say nodes
else
  printf '%s\n' "$answer" | tail -n 1 | say unavailable
fi
exit 0
