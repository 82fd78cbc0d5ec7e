# Renames $1 to $2.
there "$1" || refuse "nothing lies at $1" "look at what moved it away; resume when it is back"
there "$2" && refuse "$2 exists already" "look at it; move it away by hand if it is not needed"
folder "$(dirname "$2")"
[ "$(mount_of "$(dirname "$1")")" = "$(mount_of "$(dirname "$2")")" ] ||
  refuse "$1 and $2 lie on two file systems" "name a target on the same file system"
mountpoint -q "$1" 2>/dev/null && refuse "$1 is a mount point" "it cannot be renamed; move what is in it"
publish "$1" "$2"
if [ -d /sys/fs/selinux ] && have restorecon; then restorecon -R "$2" 2>/dev/null; fi
exit 0
