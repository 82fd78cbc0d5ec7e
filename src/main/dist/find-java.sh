# Finds a Java for etcd-runbook and its build. Sourced by POSIX sh scripts.
#
# find_java [PROGRAM]: prints the home of the first Java 21 or newer that has bin/PROGRAM (java when
# not given; javac asks for a JDK). It looks where the build's toolchain looks: JAVA_HOME, the java
# on the PATH, then /usr/lib/jvm, newest first. Nothing is started: versions stand in release files.

java_major() {
  while IFS='="' read -r key _ value _; do
    if [ "$key" = JAVA_VERSION ]; then
      echo "${value%%[!0-9]*}"
      return 0
    fi
  done 2>/dev/null <"$1/release"
  echo 0
}

find_java() {
  program=${1:-java}
  on_path=$(command -v java 2>/dev/null) && on_path=$(readlink -f "$on_path") || on_path=
  for home in "${JAVA_HOME:-}" "${on_path%/bin/java}"; do
    [ -n "$home" ] && [ -x "$home/bin/$program" ] || continue
    if [ "$(java_major "$home")" -ge 21 ]; then
      echo "$home"
      return 0
    fi
  done
  best=
  best_major=20
  for home in /usr/lib/jvm/*; do
    [ -x "$home/bin/$program" ] && [ ! -L "$home" ] || continue
    major=$(java_major "$home")
    if [ "$major" -gt "$best_major" ]; then
      best=$home
      best_major=$major
    fi
  done
  [ -n "$best" ] && echo "$best"
}
