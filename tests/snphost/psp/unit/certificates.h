/*
 * certificates.h - reads the certificate table that an extended guest request hands out.
 */
#ifndef PSP_UNIT_CERTIFICATES_H
#define PSP_UNIT_CERTIFICATES_H

#include <openssl/x509.h>

#include "tests/snphost/psp/psp.h"

/* In the order of the table's rows. */
enum certificate { CERTIFICATE_VCEK, CERTIFICATE_ASK, CERTIFICATE_ARK, CERTIFICATE_COUNT };

enum { CERTIFICATE_ROW_BYTES = 24 };

/* Parses one certificate after checking its row; the caller frees it with X509_free. */
X509 *certificate_of(const struct psp *p, enum certificate which);

#endif
