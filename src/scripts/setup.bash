# What ./test and ./quickstart check first. Sourced by bash scripts that stand at the root.

PATH=$PATH:/usr/sbin:/sbin
. src/main/dist/find-java.sh

say() { printf '%s: %s\n' "$(basename "$0")" "$*" >&2; }
die() { say "$*"; exit 1; }

# require_machine: root, a Maven and a JDK; says what to type when one is missing.
require_machine() {
  local jdk package
  [ "$(uname -s)" = Linux ] || die "the lab's hosts are Linux namespaces: this needs Linux"
  [ "$(id -u)" = 0 ] ||
    die "root is needed for the lab's network namespaces and mounts: sudo $0 $*"
  command -v mvn >/dev/null || die "Maven is missing: apt-get install maven"
  if ! jdk=$(find_java javac); then
    package=$(apt-cache pkgnames openjdk- 2>/dev/null |
      sed -n 's/^openjdk-\([0-9]*\)-jdk-headless$/\1/p' | awk '$1 >= 21' | sort -n | tail -n 1)
    if [ -n "$package" ]; then
      die "no JDK 21 or newer is installed: apt-get install openjdk-$package-jdk-headless"
    fi
    die "no JDK 21 or newer is installed, and this machine's apt sources have none: install one" \
      "(Temurin's packages suit) so that it stands in /usr/lib/jvm, or set JAVA_HOME"
  fi
  say "JDK: $jdk"
}

# tool_properties: how tests and the lab find the fetched programs, as -D arguments.
tool_properties() {
  local tools=$PWD/build/tools
  [ ! -x "$tools/etcd-3.4/usr/bin/etcd" ] || echo "-Detcd.bin.34=$tools/etcd-3.4/usr/bin"
  echo "-Detcd.bin.35=$tools/etcd-3.5/usr/bin"
  echo "-Dsshd.bin=$tools/openssh/usr/sbin/sshd"
  [ ! -x "$tools/age/usr/bin/age" ] || echo "-Dage.bin=$tools/age/usr/bin"
}

# contained COMMAND ARGUMENT...: runs a command in namespaces of its own for processes and mounts,
# so that whatever it starts or mounts is gone when it ends, or when this script is interrupted.
# $scratch is a folder for it, removed at the end.
contained() {
  local status=0
  # Names of network namespaces are files in /run/netns: a private one leaves none behind.
  mkdir -p /run/netns
  # bash as the first process of the namespaces collects what others orphan.
  unshare --mount --pid --fork --kill-child --mount-proc -- \
    bash -c 'mount -t tmpfs tmpfs /run/netns && "$@" & wait $!' contained "$@" <&0 &
  contained_child=$!
  wait "$contained_child" || status=$?
  contained_child=
  return "$status"
}

clean_up() {
  local first
  trap '' INT TERM HUP
  if [ -n "$contained_child" ]; then
    # The namespaces' first process dies with its parent and takes all the others with it.
    first=$(cat "/proc/$contained_child/task/$contained_child/children" 2>/dev/null) || first=
    kill -KILL "$contained_child" 2>/dev/null || true
    wait "$contained_child" 2>/dev/null || true
    while [ -n "$first" ] && [ -d "/proc/${first% }" ]; do sleep 0.05; done
  fi
  # A lab slows disks down by control groups; one that still has processes is not ours and stays.
  find /sys/fs/cgroup -maxdepth 2 -type d -name 'etcd-runbook-*' -exec rmdir {} + 2>/dev/null || true
  rm -rf "$scratch"
}

# with_scratch: makes $scratch, and sees to the cleaning up.
with_scratch() {
  contained_child=
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/etcd-runbook-$(basename "$0").XXXXXX")
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}
