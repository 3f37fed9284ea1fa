/*
 * Messages as the PSP of unit tests sees them: sealed and opened with OpenSSL, and a book of every number that
 * was used with a key, by guest or PSP. The same number with other bytes is AES-GCM with one IV for two
 * plaintexts: counted, and a defect of whoever sent the second one. SNP firmware ABI 56860, chapter 7.
 */
#ifndef FAKE_PSP_MESSAGE_H
#define FAKE_PSP_MESSAGE_H

#include "firmware/sev/guest_request_abi.h"

void psp_message_seal(const u8 key[32], struct guest_message *message);

/* False: it does not authenticate; the payload is undefined. */
bool psp_message_open(const u8 key[32], struct guest_message *message);

/* An empty book, for another key. */
void psp_book_reset(void);

/* A sealed message has left its sender. */
void psp_book_note(const struct guest_message *sealed);

/* Messages that used a number again, for other bytes. */
u32 psp_reused_numbers(void);

#endif
