# Whether a TCP connection to $1, port $2, opens within 3 s, or is refused by who is there.
if have bash; then
  if ! said=$(LC_ALL=C timeout 3 bash -c 'exec 3<>"/dev/tcp/$1/$2"' - "$1" "$2" 2>&1); then
    case $said in *refused*) echo yes | say refused ;; esac
  else
    echo yes | say open
  fi
elif have nc; then
  if ! said=$(LC_ALL=C timeout 4 nc -v -z -w 3 "$1" "$2" 2>&1); then
    case $said in *refused*) echo yes | say refused ;; esac
  else
    echo yes | say open
  fi
else
  echo 'neither bash nor nc is here' | say unknown
fi
exit 0
