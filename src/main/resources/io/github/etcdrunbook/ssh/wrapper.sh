# The remote wrapper: starts a command at most once under a key. Shell functions for a long-lived
# POSIX sh, which must also have /proc, dd, tail, cat, sleep and setsid. Sent as it is, without
# comments; it takes values only as arguments.
#
# Of a key K there are in $rb_base/RUN: K.claim (boot id, launcher, length of the intent; then the
# intent), K.go (the command and its guardian, each pid and start time; then "exit N"), and K.out,
# K.err with K.out.tail, K.err.tail when there was more. "noclobber" creates with O_EXCL, so that
# claim and go are each taken exactly once: claim by the first to use the key, go either by the
# command itself just before it starts or by somebody who settles that it never will.
# The exit status is appended to go, whose page is there already: that works on a full file system.

# Reads stat of a process: rb_stat_pid, rb_stat_state, rb_stat_start (empty when it is gone).
rb_stat() {
  rb_line= rb_stat_pid= rb_stat_state= rb_stat_start=
  { while IFS= read -r rb_x; do rb_line="$rb_line$rb_x "; done <"/proc/$1/stat"; } 2>/dev/null
  [ -n "$rb_line" ] || return 1
  rb_stat_pid=${rb_line%% *}
  rb_stat_fields ${rb_line##*) }
}
rb_stat_fields() { rb_stat_state=$1 rb_stat_start=${20}; }

# Whether the process with this pid and start time runs; a zombie does not.
rb_alive() { rb_stat "$1" && [ "$rb_stat_start" = "$2" ] && [ "$rb_stat_state" != Z ]; }

# Creates a file with a text unless it is there: the one atomic step.
rb_create() {
  set -C
  printf '%s\n' "$2" 2>/dev/null >"$1"
  set -- $?
  set +C
  return "$1"
}

rb_mark() { printf '\036%s %s\n' "$rb_token" "$1"; }

# Finds the state of the key $rb_key: absent, starting, running, exited, interrupted, never.
rb_look() {
  rb_state=absent rb_code=- rb_pid=- rb_boot_then=- rb_first= rb_second=
  [ -e "$rb_key.claim" ] || return 0
  rb_launcher= rb_launcher_start=
  { read -r rb_boot_then rb_launcher rb_launcher_start rb_x <"$rb_key.claim"; } 2>/dev/null
  rb_boot_then=${rb_boot_then:--}
  rb_read_go
  case $rb_second in exit\ *) rb_state=exited rb_code=${rb_second#exit }; return 0;; esac
  case $rb_first in fenced) rb_state=never; return 0;; esac
  if [ "$rb_boot_then" != - ] && [ "$rb_boot_then" != fenced ] && [ "$rb_boot_then" != "$rb_boot" ]; then
    rb_state=interrupted rb_code=reboot
    return 0
  fi
  if [ -n "$rb_first" ]; then
    rb_look_at_processes $rb_first
  elif [ "$rb_boot_then" != - ] && [ "$rb_boot_then" != fenced ] && rb_alive "$rb_launcher" "$rb_launcher_start"; then
    rb_state=starting
  else
    rb_state=unclear
  fi
}
rb_read_go() { { read -r rb_first && read -r rb_second; } 2>/dev/null <"$rb_key.go"; }
rb_look_at_processes() {
  rb_pid=$1
  if rb_alive "$1" "$2" || rb_alive "$3" "$4"; then
    rb_state=running
    return 0
  fi
  rb_read_go
  case $rb_second in
    exit\ *) rb_state=exited rb_code=${rb_second#exit } ;;
    *) rb_state=interrupted rb_code=lost ;;
  esac
}

# As rb_look, but makes sure that what has not started never will.
rb_settle() {
  rb_umask=$(umask); umask 077
  [ -d "$rb_base/$rb_run_id" ] || mkdir -p "$rb_base/$rb_run_id"
  rb_create "$rb_key.claim" "fenced - - 0"
  rb_look
  case $rb_state in unclear)
    rb_create "$rb_key.go" fenced
    rb_look
  esac
  umask "$rb_umask"
}

rb_report() {
  rb_mark "state $rb_state $rb_code $rb_pid $rb_boot_then $rb_boot"
  for rb_part in out out.tail err err.tail; do
    if [ -s "$rb_key.$rb_part" ]; then
      rb_mark "part $rb_part"
      cat "$rb_key.$rb_part"
    fi
  done
  return 0
}

# Keeps the head of a stream in a file and, when there is more, its tail in another one. dd writes
# what it reads at once, so that the head can be looked at while the command runs, and its count of
# reads ("3+4 records in") tells whether there may be more, which saves a process in the usual case.
rb_keep() {
  trap '' TERM HUP
  exec 5>"$1"
  rb_x=$(dd bs=1024 count=512 2>&1 >&5) || exec cat >/dev/null
  rb_x=${rb_x%% records in*} # GNU dd may warn of partial reads first.
  rb_x=${rb_x##*[!0-9+]}
  [ $(($rb_x)) -lt 512 ] || exec tail -c 65536 >"$1.tail"
}

# Becomes the command, in a session of its own, unless the key has been settled meanwhile.
rb_become() {
  rb_stat self
  rb_create "$rb_key.go" "$rb_stat_pid $rb_stat_start $rb_guardian" || exit 125
  umask 022
  exec setsid "$@"
}

# Outlives the connection: runs the command, keeps its errors, records its exit status. Its own
# output is the command's, which another process keeps.
rb_guard() {
  trap : TERM HUP
  {
    {
      rb_stat self
      rb_guardian="$rb_stat_pid $rb_stat_start"
      rb_become "$@" 2>&1 >&3 3>&- &
      rb_child=$!
      exec 1>&- 3>&-
      while :; do
        wait "$rb_child"
        rb_code=$?
        kill -0 "$rb_child" 2>/dev/null || break
      done
      printf 'exit %s\n' "$rb_code" >>"$rb_key.go"
    } | rb_keep "$rb_key.err"
  } 3>&1
}

# rb_start INTENT LENGTH WORD...: claims the key and runs the command; reports at its end.
rb_start() {
  umask 077
  [ -d "$rb_base/$rb_run_id" ] || mkdir -p "$rb_base/$rb_run_id" || return 70
  [ -O "$rb_base" ] || { echo "$rb_base belongs to somebody else" >&2; return 70; }
  if rb_create "$rb_key.claim" "$rb_boot $$ $rb_shell_start $2
$1"; then
    shift 2
    rb_guard "$@" </dev/null 2>/dev/null | rb_keep "$rb_key.out" >/dev/null 2>&1 &
    wait "$!" # The last of the two: it sees the end of the output when the other one is over.
    umask 022
    rb_mark started
  else
    umask 022
    [ -e "$rb_key.claim" ] || { echo "cannot write in $rb_base/$rb_run_id" >&2; return 70; }
    rb_follow 50
  fi
  rb_look
  rb_report
}

# rb_note FOLDER LOCK SAME TEXT: adds lines to the copy of a run's journal, if the lock of this host
# begins as it must; otherwise it fails, and nothing may be started. A copy that cannot be written
# stops nothing: the same lines are beside the key. Leaves the text in rb_noted.
rb_note() {
  rb_noted=$4
  rb_line=
  { IFS= read -r rb_line <"$2"; } 2>/dev/null
  case $rb_line in
    "$3"*) ;;
    *)
      echo "the lock $2 is held by ${rb_line:-nobody}" >&2
      return 75
      ;;
  esac
  umask 077
  { printf '\n%s' "$4" >>"$1/journal.jsonl"; } 2>/dev/null && rb_mark noted
  umask 022
  return 0
}

# Waits while the command runs, up to so many tenths of a second.
rb_follow() {
  rb_left=$1
  rb_look
  while [ "$rb_left" -gt 0 ]; do
    case $rb_state in starting | running) ;; *) break ;; esac
    sleep 0.1 2>/dev/null || { sleep 1; rb_left=$((rb_left - 9)); }
    rb_left=$((rb_left - 1))
    rb_look
  done
}

# rb_signal NAME: to the command and all of its process group.
rb_signal() {
  rb_look
  case $rb_state in running)
    rb_read_go
    rb_signal_group "$1" $rb_first
  esac
}
rb_signal_group() {
  rb_alive "$2" "$3" || return 0
  kill -s "$1" -- "-$2" 2>/dev/null || kill -s "$1" "$2" 2>/dev/null
}

# rb_list: one line for each key of the run.
rb_list() {
  for rb_file in "$rb_base/$rb_run_id"/*.claim; do
    [ -e "$rb_file" ] || continue
    rb_key=${rb_file%.claim}
    rb_look
    rb_mark "key ${rb_key##*/} $rb_state $rb_code $rb_pid $rb_boot_then $rb_boot"
    cat "$rb_file"
  done
}

rb_runs() {
  for rb_file in "$rb_base"/*/; do
    [ -d "$rb_file" ] || continue
    rb_file=${rb_file%/}
    printf '%s\n' "${rb_file##*/}"
  done
}

rb_prepare() {
  rb_base=$1 rb_boot=
  { read -r rb_boot <"$2"; } 2>/dev/null
  [ -n "$rb_boot" ] || { echo "cannot read $2" >&2; return 70; }
  rb_stat self
  rb_shell_start=$rb_stat_start
}
