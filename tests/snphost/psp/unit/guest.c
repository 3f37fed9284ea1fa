/*
 * guest.c - see guest.h.
 */
#include "tests/snphost/psp/unit/guest.h"

#include <stdlib.h>

#include <openssl/evp.h>

int guest_setup(void **state)
{
	struct guest *g = calloc(1, sizeof(*g));
	struct launch_digest d;

	assert_non_null(g);
	launch_digest_init(&d);
	launch_digest_page(&d, LAUNCH_PAGE_ZERO, 0x1000, NULL);
	psp_config_init(&g->config, &d);
	psp_init(&g->psp, &g->config);
	*state = g;
	return 0;
}

int guest_teardown(void **state)
{
	free(*state);
	return 0;
}

void guest_relaunch(struct guest *g)
{
	psp_init(&g->psp, &g->config);
}

void guest_compose(struct guest *g, u8 vmpck, enum guest_message_type type, const void *payload,
		   size_t len)
{
	struct guest_message_header *h = &g->header;

	assert_true(len <= sizeof(g->payload));
	memset(h, 0, sizeof(*h));
	h->msg_seqno = g->psp.channel[vmpck % VMPCK_COUNT].message_count + 1;
	h->algo = 1;
	h->hdr_version = 1;
	h->hdr_sz = 0x60;
	h->msg_type = (u8)type;
	h->msg_version = 1;
	h->msg_sz = (u16)len;
	h->msg_vmpck = vmpck;
	memset(g->payload, 0, sizeof(g->payload));
	memcpy(g->payload, payload, len);
}

static void cipher_init(EVP_CIPHER_CTX *ctx, const struct guest *g, u64 seqno, u8 vmpck, int seal)
{
	const u8 *key = g->config.vmpck[vmpck % VMPCK_COUNT];
	u8 iv[12] = { 0 };

	for (int i = 0; i < 8; i++)
		iv[i] = (u8)(seqno >> (8 * i));
	assert_int_equal(EVP_CipherInit_ex(ctx, EVP_aes_256_gcm(), NULL, key, iv, seal), 1);
}

void guest_seal(struct guest *g)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	struct guest_message_header *h = &g->header;
	int len = h->msg_sz < sizeof(g->payload) ? h->msg_sz : (int)sizeof(g->payload);
	int done;

	memset(g->request, 0, sizeof(g->request));
	memcpy(g->request, h, sizeof(*h));
	cipher_init(ctx, g, h->msg_seqno, h->msg_vmpck, 1);
	EVP_CipherUpdate(ctx, NULL, &done, g->request + 0x30, 0x30);
	EVP_CipherUpdate(ctx, g->request + 0x60, &done, g->payload, len);
	assert_int_equal(EVP_CipherFinal_ex(ctx, g->request + 0x60 + done, &done), 1);
	EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_GET_TAG, 16, g->request);
	EVP_CIPHER_CTX_free(ctx);
}

u32 guest_send(struct guest *g)
{
	guest_seal(g);
	memset(g->response, 0xee, sizeof(g->response));
	return psp_guest_request(&g->psp, g->request, g->response);
}

static void assert_response_header(const struct guest *g, size_t len)
{
	struct guest_message_header expected = {
		.msg_seqno = g->header.msg_seqno + 1,
		.algo = 1,
		.hdr_version = 1,
		.hdr_sz = 0x60,
		.msg_type = (u8)(g->header.msg_type + 1),
		.msg_version = g->header.msg_version,
		.msg_sz = (u16)len,
		.msg_vmpck = g->header.msg_vmpck,
	};

	memcpy(expected.authtag, g->response, 16);
	assert_memory_equal(g->response, &expected, sizeof(expected));
}

const u8 *guest_open_response(struct guest *g, size_t len)
{
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	u8 *payload = g->response + 0x60;
	int done;

	assert_response_header(g, len);
	cipher_init(ctx, g, g->header.msg_seqno + 1, g->header.msg_vmpck, 0);
	EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_GCM_SET_TAG, 16, g->response);
	EVP_CipherUpdate(ctx, NULL, &done, g->response + 0x30, 0x30);
	EVP_CipherUpdate(ctx, payload, &done, payload, (int)len);
	assert_int_equal(EVP_CipherFinal_ex(ctx, payload + done, &done), 1);
	EVP_CIPHER_CTX_free(ctx);
	for (size_t i = 0x60 + len; i < sizeof(g->response); i++)
		assert_int_equal(g->response[i], 0);
	return payload;
}
