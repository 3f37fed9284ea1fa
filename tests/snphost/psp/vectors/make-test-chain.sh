#!/bin/sh
# make-test-chain.sh - makes a new test certificate chain for the test host's PSP.
#
# The build does not run this: the chain is committed, so that two builds give the same ROM. Run it
# only to replace the chain (RSA-PSS and ECDSA certificates differ on every run). It has the shape
# of AMD's: ARK (self-signed, RSA-4096 PSS) signs ASK (the same), ASK signs the VCEK (EC P-384),
# whose extensions name the TCB and the chip that psp_identity.h states. The private keys of ARK
# and ASK are thrown away; that of the VCEK is written out: it is public and protects nothing.
# Needs openssl 3. Usage: make-test-chain.sh OUTPUT-DIRECTORY
set -eu
out=${1:?usage: make-test-chain.sh OUTPUT-DIRECTORY}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Must equal PSP_TEST_CHIP_ID and the parts of PSP_TEST_TCB in psp_identity.h.
chip_id=$(printf 'snp-shim test host; not an AMD chip, so it vouches for nothing !' |
	od -An -v -tx1 | tr -d ' \n')
oid=1.3.6.1.4.1.3704.1
cat >"$work/config" <<EOF
[req]
distinguished_name = name
prompt = no
[name]
OU = Test instrument
O = snp-shim test host, not AMD
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign, cRLSign
[vcek]
$oid.1 = ASN1:INTEGER:0
$oid.2 = ASN1:IA5STRING:Milan-B0
$oid.3.1 = ASN1:INTEGER:4
$oid.3.2 = ASN1:INTEGER:0
$oid.3.4 = ASN1:INTEGER:0
$oid.3.5 = ASN1:INTEGER:0
$oid.3.6 = ASN1:INTEGER:0
$oid.3.7 = ASN1:INTEGER:0
$oid.3.3 = ASN1:INTEGER:22
$oid.3.8 = ASN1:INTEGER:213
$oid.4 = DER:$chip_id
EOF

pss="-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48"
subject="/OU=Test instrument/O=snp-shim test host, not AMD/CN="
for ca in ark ask; do
	openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:4096 -out "$work/$ca.key" \
		2>/dev/null
done
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -out "$work/vcek.key"

openssl req -new -x509 -config "$work/config" -extensions ca -key "$work/ark.key" $pss \
	-days 36500 -set_serial 1 -subj "${subject}ARK-Milan" -out "$work/ark.pem"
issue() { # name, issuer, extensions, serial, common name
	openssl req -new -config "$work/config" -key "$work/$1.key" -subj "$subject$5" \
		-out "$work/$1.csr"
	openssl x509 -req -in "$work/$1.csr" -CA "$work/$2.pem" -CAkey "$work/$2.key" $pss \
		-days 36500 -set_serial "$4" -extfile "$work/config" -extensions "$3" \
		-out "$work/$1.pem" 2>/dev/null
}
issue ask ark ca 2 SEV-Milan
issue vcek ask vcek 3 SEV-VCEK

mkdir -p "$out"
for cert in ark ask vcek; do
	openssl x509 -in "$work/$cert.pem" -outform DER -out "$out/test_$cert.der"
done
# SEC 1 form: 8 bytes of header, then the 48 bytes of the scalar.
openssl ec -in "$work/vcek.key" -outform DER 2>/dev/null |
	dd bs=1 skip=8 count=48 of="$out/test_vcek_private_key.bin" 2>/dev/null
