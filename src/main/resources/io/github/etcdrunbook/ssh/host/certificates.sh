# The certificates, never the keys, in the files named.
for file in "$@"; do
  if [ -f "$file" ]; then
    sed -n '/^-----BEGIN CERTIFICATE-----/,/^-----END CERTIFICATE-----/p' "$file" | say "certificate $file"
  fi
done
exit 0
