# Restores a snapshot into a new data directory. $1: run; $2: program; $3: snapshot; $4: its SHA-256;
# $5: directory; $6: owner; $7: mode; $8: member; $9: cluster; then token, peer URLs, bump, defragment.
run=$1 tool=$2 snapshot=$3 expected=$4 directory=$5 owner=$6 mode=$7 member=$8 cluster=$9
shift 9
token=$1 urls=$2 bump=$3 defragment=$4
part=$directory.part-$run
there "$directory" && refuse "$directory exists already" "look at it; move it away by hand if it is not needed"
[ -f "$snapshot" ] || refuse "there is no snapshot at $snapshot" "distribute it again"
[ "$(digest_of "$snapshot")" = "$expected" ] ||
  refuse "$snapshot is not the snapshot that the plan names" "distribute it again"
case $tool in
  /proc/etcd/root/*)
    found=
    for pid in $(called etcd); do
      [ -x "/proc/$pid/root/${tool#/proc/etcd/root/}" ] && found=/proc/$pid/root/${tool#/proc/etcd/root/}
    done
    [ -n "$found" ] || refuse "no etcd runs whose root has ${tool##*/}" "install etcdutl on the host"
    tool=$found
    ;;
esac
[ -x "$tool" ] || refuse "there is no program $tool" "install etcdutl of the server's minor version"
gently=
have nice && gently="nice -n 10"
have ionice && gently="$gently ionice -c 3"
ETCDCTL_API=3
export ETCDCTL_API
rm -rf -- "$part"
folder "$(dirname "$directory")"
if [ "$bump" -gt 0 ]; then set -- --bump-revision "$bump" --mark-compacted; else set --; fi
# shellcheck disable=SC2086
$gently "$tool" snapshot restore "$snapshot" --data-dir "$part" --name "$member" \
  --initial-cluster "$cluster" --initial-cluster-token "$token" --initial-advertise-peer-urls "$urls" "$@" ||
  { rm -rf -- "$part"; fail "the restore failed"; }
if [ "$defragment" = yes ]; then
  # shellcheck disable=SC2086
  $gently "$tool" defrag --data-dir "$part" || { rm -rf -- "$part"; fail "the defragmentation failed"; }
fi
[ -s "$part/member/snap/db" ] || fail "the restore left no database in $part"
set -- "$part"/member/wal/*.wal
[ -s "$1" ] || fail "the restore left no WAL in $part"
chown -R "$owner" "$part" && chmod "$mode" "$part" || fail "the owner of $part was not set"
find "$part" \( -type f -o -type d \) -exec sync {} + 2>/dev/null
publish "$part" "$directory"
if [ -d /sys/fs/selinux ] && have restorecon; then restorecon -R "$directory" 2>/dev/null; fi
exit 0
