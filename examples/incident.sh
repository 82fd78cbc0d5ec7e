#!/bin/sh
# An incident: etcd takes no writes, since its database is full (alarm NOSPACE).
#   sh examples/incident.sh INVENTORY [-y] [-v NAME=VALUE]...
# It looks, repairs, looks again, and writes the report. Without -y it shows the plan and asks; a run
# that ends early goes on with `etcd-runbook resume`. REPORT names the file of the report.
set -eu
inventory=${1:?"usage: incident.sh INVENTORY [-y] [-v NAME=VALUE]..."}
shift
runbook=${ETCD_RUNBOOK:-etcd-runbook}

# 4: something is wrong with the cluster. Anything else than 0 or 4: it could not be looked at.
status=0
"$runbook" plan health -i "$inventory" || status=$?
case $status in
  0) echo 'the cluster is healthy: this is not the incident' ;;
  4) ;;
  *) exit "$status" ;;
esac

# What fills it, by resource type: the culprit is told while its traces are there.
"$runbook" keys --count-by type -i "$inventory"

"$runbook" run nospace-recovery -i "$inventory" "$@"
"$runbook" report ${REPORT:+--to "$REPORT"}

# Other findings, such as an old release, do not undo the repair.
"$runbook" plan health -i "$inventory" || [ $? = 4 ]
