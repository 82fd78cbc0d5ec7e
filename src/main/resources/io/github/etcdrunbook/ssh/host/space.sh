# The file system that holds $1 or its nearest parent.
at=$1
while [ ! -e "$at" ] && [ "$at" != / ]; do at=$(dirname "$at"); done
if [ -d "$at" ]; then real=$(cd -P "$at" && pwd -P); else real=$(cd -P "$(dirname "$at")" && pwd -P); fi
printf '%s\n' "$real" | say real
stat -f -c '%a %S' "$real" | say free
say mounts </proc/self/mountinfo
exit 0
