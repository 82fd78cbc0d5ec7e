#!/bin/sh
# A change in a maintenance window: planned, approved by its hash, run inside the window, reported.
#   sh examples/maintenance-window.sh INVENTORY [PLAYBOOK [-v NAME=VALUE]...]
# Without a playbook it drops old history. REPORT names the file of the report, CHANGE the change.
set -eu
inventory=${1:?"usage: maintenance-window.sh INVENTORY [PLAYBOOK [-v NAME=VALUE]...]"}
shift
[ $# -gt 0 ] || set -- compact -v keep_revisions=5 -v slack=0
runbook=${ETCD_RUNBOOK:-etcd-runbook}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The engineer plans, and hands change number, plan and hash to the approver.
"$runbook" plan "$@" -i "$inventory" --change "${CHANGE:-CHG-4711}" --approver Ada \
  --not-before "$(date -u +%Y-%m-%dT%H:%MZ)" \
  --not-after "$(date -u -d '+1 hour' +%Y-%m-%dT%H:%MZ)" 2> "$scratch/said" || {
  status=$?
  cat "$scratch/said" >&2
  exit "$status"
}
cat "$scratch/said" >&2
plan=$(sed -n 's/^saved: //p' "$scratch/said")
hash=$(sed -n 's/.*fingerprint: //p' "$scratch/said")

# Ada has read the plan and sends the hash back. Neither another plan nor an unapproved one runs.
if "$runbook" run --plan "$plan" -y; then
  echo 'the plan ran without its approval' >&2
  exit 1
fi
"$runbook" run --plan "$plan" --approved "$hash" -y

# What happened, for the ticket.
run=$(basename "$(dirname "$plan")")
"$runbook" report "$run" ${REPORT:+--to "$REPORT"}
