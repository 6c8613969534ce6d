#!/usr/bin/env bash
# Makes an authority of its own for a cluster and one certificate that all its nodes share, in the directory given (default
# ./certificates): authority.crt, node.crt, node.key. The authority's key is deleted again, so it can issue nothing else; run it
# anew for new certificates, which are valid for 825 days.
set -euo pipefail
directory=${1:-certificates}
mkdir -p "$directory"
cd "$directory"
umask 077
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 825 -subj '/CN=sluice authority' \
  -addext basicConstraints=critical,CA:TRUE,pathlen:0 -addext keyUsage=critical,keyCertSign -keyout authority.key -out authority.crt
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -subj '/CN=sluice node' -keyout node.key -out node.csr
openssl x509 -req -in node.csr -CA authority.crt -CAkey authority.key -days 825 -out node.crt \
  -extfile <(printf 'basicConstraints=CA:FALSE\nkeyUsage=digitalSignature\nextendedKeyUsage=serverAuth,clientAuth\nsubjectAltName=DNS:sluice\n')
rm authority.key node.csr
