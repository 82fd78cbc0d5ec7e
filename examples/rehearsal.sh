#!/bin/sh
# A rehearsal: the restore that nobody dares elsewhere, in the model and then in a lab.
#   etcd-runbook lab up --name try --etcd FOLDER && etcd-runbook lab fill --name try
#   sh examples/rehearsal.sh ~/.local/state/etcd-runbook/labs/try/inventory.yaml
# It refuses an inventory that is not a lab's. REPORT names the file of the report.
set -eu
inventory=${1:?"usage: rehearsal.sh INVENTORY"}
runbook=${ETCD_RUNBOOK:-etcd-runbook}
grep -q '^lab: ' "$inventory" || {
  echo "rehearsal.sh: $inventory is not the inventory of a lab" >&2
  exit 2
}
cluster=$(sed -n 's/^cluster: {name: \(.*\)}$/\1/p' "$inventory")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# In memory: killed before and after every write of its journal, resumed, taken back.
"$runbook" test restore-from-snapshot -i "$inventory" -v reason=rehearsal

# In the lab: a snapshot, and all members restored from it.
"$runbook" run backup -i "$inventory" -y -v to="$scratch"
for snapshot in "$scratch"/*.db; do
  "$runbook" snapshot verify "$snapshot"
  "$runbook" run restore-from-snapshot -i "$inventory" -y --confirm "stop_api_servers=$cluster" \
    -v snapshot="$snapshot" -v backup="$scratch" -v reason=rehearsal
done

# How long clients were without an API server stands in the report.
"$runbook" report ${REPORT:+--to "$REPORT"}
