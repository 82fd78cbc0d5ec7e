# Reads this machine's apt sources, both the one-line and the deb822 format. Sourced by bash scripts.

# archive_rows [FOLDER]: the enabled binary sources of the machine, one a line: options|uri|suite|components.
# Only options that say how to verify or address the archive are kept.
archive_rows() {
  local file apt=${1:-/etc/apt}
  for file in "$apt"/sources.list "$apt"/sources.list.d/*.list; do
    [ -r "$file" ] && one_line_rows "$file"
  done
  for file in "$apt"/sources.list.d/*.sources; do
    [ -r "$file" ] && deb822_rows "$file"
  done
  return 0
}

one_line_rows() {
  awk '
    $1 != "deb" { next }
    {
      sub(/#.*/, ""); options = ""
      if (match($0, /\[[^]]*\]/)) {
        n = split(substr($0, RSTART + 1, RLENGTH - 2), o, " ")
        for (i = 1; i <= n; i++)
          if (tolower(o[i]) ~ /^(signed-by|arch|check-valid-until)=/) options = options " " o[i]
        $0 = substr($0, 1, RSTART - 1) " " substr($0, RSTART + RLENGTH)
      }
      rest = ""; for (i = 4; i <= NF; i++) rest = rest " " $i
      print options "|" $2 "|" $3 "|" rest
    }' "$1"
}

# A key that stands in the stanza itself cannot be said in a one-line source: apt falls back to the
# machine's trusted keys, and refuses the archive when they do not know it.
deb822_rows() {
  awk '
    function flush(  i, j, u, s, n, m, options) {
      if (f["types"] ~ /(^| )deb( |$)/ && tolower(f["enabled"]) != "no") {
        options = ""
        if (f["signed-by"] ~ /^[^ ]+$/) options = options " signed-by=" f["signed-by"]
        if (f["architectures"] != "") { a = f["architectures"]; gsub(/ +/, ",", a); options = options " arch=" a }
        if (f["check-valid-until"] != "") options = options " check-valid-until=" f["check-valid-until"]
        n = split(f["uris"], u, " "); m = split(f["suites"], s, " ")
        if (n) for (j = 1; j <= m; j++) print options "|" u[1] "|" s[j] "| " f["components"]
      }
      split("", f); key = ""
    }
    /^#/ { next }
    /^[ \t]*$/ { flush(); next }
    /^[ \t]/ { line = $0; sub(/^[ \t]+/, "", line); f[key] = f[key] (f[key] == "" ? "" : " ") line; next }
    {
      key = tolower(substr($0, 1, index($0, ":") - 1))
      value = substr($0, index($0, ":") + 1); sub(/^[ \t]+/, "", value); sub(/[ \t]+$/, "", value)
      f[key] = value
    }
    END { flush() }' "$1"
}

# suite_sources SUITE: one-line sources of a suite in the archive that carries the machine's own.
# The machine's own suite comes with its updates; another one by exchanging the name.
suite_sources() {
  local suite=$1 own options uri name components
  own=$(. /etc/os-release && echo "${VERSION_CODENAME:-}")
  archive_rows | while IFS='|' read -r options uri name components; do
    case $name in
      "$own") [ "$suite" = "$own" ] || name=$suite ;;
      "$own"-updates | "$own"-security | "$own"-security/updates) [ "$suite" = "$own" ] || continue ;;
      *) continue ;;
    esac
    printf 'deb [%s ] %s %s%s\n' "$options" "$uri" "$name" "$components"
  done
}
