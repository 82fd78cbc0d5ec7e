# The lock of this host: take OWNER SAME TOKEN, look, or remove SAME NOTE. It is a symbolic link with
# the owner as its target: made atomically with what it says, and without a block on the disk. SAME
# is how the text of a lock begins that may be replaced or removed.
place=/var/lib/etcd-runbook
lock=$place/lock
held=
held() {
  held=$(readlink "$lock" 2>/dev/null) || held=
  [ -n "$held" ] || ! there "$lock" || held=unknown
}
tell() { [ -z "$held" ] || printf '%s\n' "$held" | say before; }
case $1 in
  take)
    folder "$place" && chmod 0700 "$place" || fail "$place cannot be made"
    if ln -sn -- "$2" "$lock" 2>/dev/null; then
      settle_names "$place"
      echo | say taken
      exit 0
    fi
    held
    [ -n "$held" ] || fail "$(ln -sn -- "$2" "$lock" 2>&1)"
    case $held in
      "$3"*)
        ln -sn -- "$2" "$lock.part-$4" && mv -T -f -- "$lock.part-$4" "$lock" || fail "$lock cannot be replaced"
        settle_names "$place"
        echo | say taken
        ;;
    esac
    tell
    ;;
  look)
    held
    tell
    ;;
  remove)
    held
    case $held in
      "$2"*)
        [ -z "$3" ] || printf '%s\n' "$3" >>"$place/released" || true
        rm -f -- "$lock" || fail "$lock cannot be removed"
        settle_names "$place"
        echo | say removed
        ;;
    esac
    ;;
esac
exit 0
