/* Sealing, opening, and who has used which number; see the header. */
#include "tests/fake/psp_message.h"

#include "tests/fake/cmocka_all.h"

#include <openssl/evp.h>
#include <string.h>

enum { IV_BYTES = 12, TAG_BYTES = 16, AAD_OFFSET = 0x30, BOOK_MAX = 64 };

static struct guest_message book[BOOK_MAX];
static u32 book_count, reused;

static EVP_CIPHER_CTX *start_cipher(const u8 key[32], const struct guest_message *message, int is_sealing)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	const u8 *aad = (const u8 *)message + AAD_OFFSET;
	u8 iv[IV_BYTES] = { 0 };
	int bytes;

	memcpy(iv, &message->header.sequence, sizeof(message->header.sequence));
	assert_int_equal(EVP_CipherInit_ex(context, EVP_aes_256_gcm(), NULL, key, iv, is_sealing), 1);
	assert_int_equal(EVP_CipherUpdate(context, NULL, &bytes, aad, 0x60 - AAD_OFFSET), 1);
	return context;
}

void psp_message_seal(const u8 key[32], struct guest_message *message)
{
	EVP_CIPHER_CTX *context = start_cipher(key, message, 1);
	int bytes;

	assert_int_equal(EVP_CipherUpdate(context, message->payload, &bytes, message->payload,
					  message->header.payload_bytes), 1);
	assert_int_equal(EVP_CipherFinal_ex(context, message->payload, &bytes), 1);
	assert_int_equal(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, TAG_BYTES,
					     message->header.tag), 1);
	EVP_CIPHER_CTX_free(context);
}

bool psp_message_open(const u8 key[32], struct guest_message *message)
{
	EVP_CIPHER_CTX *context = start_cipher(key, message, 0);
	int bytes, is_authentic;

	assert_int_equal(EVP_CipherUpdate(context, message->payload, &bytes, message->payload,
					  message->header.payload_bytes), 1);
	assert_int_equal(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, TAG_BYTES,
					     message->header.tag), 1);
	is_authentic = EVP_CipherFinal_ex(context, message->payload, &bytes);
	EVP_CIPHER_CTX_free(context);
	return is_authentic == 1;
}

void psp_book_reset(void)
{
	book_count = 0;
	reused = 0;
}

void psp_book_note(const struct guest_message *sealed)
{
	for (u32 i = 0; i < book_count; i++)
		if (book[i].header.sequence == sealed->header.sequence) {
			reused += memcmp(&book[i], sealed, sizeof(*sealed)) != 0;
			return;
		}
	assert_true(book_count < BOOK_MAX);
	book[book_count++] = *sealed;
}

u32 psp_reused_numbers(void)
{
	return reused;
}
