# The lock of this host: take OWNER SAME TOKEN, look, or remove SAME NOTE. It is a file whose first
# line is its owner, which a shell reads without a process. It is written under another name and
# linked to its own, so that it is there at once with what it says. SAME is how the text of a lock
# begins that may be replaced or removed.
place=/var/lib/etcd-runbook
lock=$place/lock
held=
held() {
  held=
  { IFS= read -r held <"$lock"; } 2>/dev/null
  [ -n "$held" ] || ! there "$lock" || held=unknown
}
tell() { [ -z "$held" ] || printf '%s\n' "$held" | say before; }
taken() {
  settle_names "$place"
  echo | say taken
}
case $1 in
  take)
    folder "$place" && chmod 0700 "$place" || fail "$place cannot be made"
    part=$lock.part-$4
    problem=$( (umask 077 && rm -f -- "$part" && printf '%s\n' "$2" | cat >"$part" && sync "$part") 2>&1) ||
      problem=${problem:-unknown}
    if [ -z "$problem" ] && ln -T -- "$part" "$lock" 2>/dev/null; then
      rm -f -- "$part"
      taken
      exit 0
    fi
    held
    case $held in
      '') problem=${problem:-$(ln -T -- "$part" "$lock" 2>&1)} ;;
      "$3"*)
        # On a full disk the place of the text before is the only room.
        if [ -z "$problem" ] && mv -T -f -- "$part" "$lock" ||
          { printf '%s\n' "$2" | cat 1<>"$lock" && sync "$lock"; } 2>/dev/null; then
          problem=
          taken
        else
          problem="it cannot be replaced: $problem"
        fi
        ;;
      *) problem= ;;
    esac
    rm -f -- "$part"
    [ -z "$problem" ] || fail "$lock: $problem"
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
