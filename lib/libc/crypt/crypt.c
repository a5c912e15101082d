/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * crypt(3): hashes of passwords, by the specification of U. Drepper, Unix
 * crypt using SHA-256 and SHA-512, 2008.  A hash is
 *
 *	$6$[rounds=N$]salt$86 characters
 *
 * The steps below have the numbers of the specification's list.
 */

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sha512.h"

#define	PREFIX		"$6$"
#define	ROUNDS		"rounds="
#define	ROUNDS_DEFAULT	5000
#define	ROUNDS_MIN	1000
#define	ROUNDS_MAX	999999999
#define	SALT_MAX	16
#define	KEY_MAX		512	/* the work grows with the square */
#define	HASH_MAX	128

static const char crypt_digits[] =
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

struct setting {
	char		s_salt[SALT_MAX + 1];
	size_t		s_saltlen;
	unsigned long	s_rounds;
	bool		s_explicit;	/* the rounds were given */
};

/*
 * Take a setting apart; false if it is none.
 */
static bool
crypt_parse(const char *text, struct setting *set)
{
	char *end;

	if (strncmp(text, PREFIX, strlen(PREFIX)) != 0)
		return (false);
	text += strlen(PREFIX);
	set->s_rounds = ROUNDS_DEFAULT;
	set->s_explicit = false;
	if (strncmp(text, ROUNDS, strlen(ROUNDS)) == 0) {
		text += strlen(ROUNDS);
		if (*text < '0' || *text > '9')
			return (false);
		set->s_rounds = strtoul(text, &end, 10);
		if (*end != '$')
			return (false);
		text = end + 1;
		if (set->s_rounds < ROUNDS_MIN)
			set->s_rounds = ROUNDS_MIN;
		if (set->s_rounds > ROUNDS_MAX)
			set->s_rounds = ROUNDS_MAX;
		set->s_explicit = true;
	}
	set->s_saltlen = strcspn(text, "$");
	if (set->s_saltlen > SALT_MAX)
		set->s_saltlen = SALT_MAX;
	memcpy(set->s_salt, text, set->s_saltlen);
	set->s_salt[set->s_saltlen] = '\0';
	return (strpbrk(set->s_salt, ":\n") == NULL);
}

/*
 * len bytes that repeat a digest.
 */
static void
crypt_repeat(uint8_t *to, size_t len, const uint8_t digest[SHA512_SIZE])
{
	size_t i;

	for (i = 0; i < len; i++)
		to[i] = digest[i % SHA512_SIZE];
}

/*
 * Steps 1 to 12: the digest that the rounds begin with.
 */
static void
crypt_start(const char *key, size_t keylen, const struct setting *set,
    uint8_t digest[SHA512_SIZE])
{
	uint8_t b[SHA512_SIZE], repeated[KEY_MAX];
	struct sha512 sha;
	size_t bits;

	__sha512_init(&sha);
	__sha512_add(&sha, key, keylen);
	__sha512_add(&sha, set->s_salt, set->s_saltlen);
	__sha512_add(&sha, key, keylen);
	__sha512_end(&sha, b);

	__sha512_init(&sha);
	__sha512_add(&sha, key, keylen);
	__sha512_add(&sha, set->s_salt, set->s_saltlen);
	crypt_repeat(repeated, keylen, b);
	__sha512_add(&sha, repeated, keylen);
	for (bits = keylen; bits != 0; bits >>= 1) {
		if ((bits & 1) != 0)
			__sha512_add(&sha, b, sizeof(b));
		else
			__sha512_add(&sha, key, keylen);
	}
	__sha512_end(&sha, digest);
	explicit_bzero(b, sizeof(b));
	explicit_bzero(repeated, sizeof(repeated));
}

/*
 * Steps 13 to 21: the sequences P, of the key's length, and S, of the salt's.
 */
static void
crypt_sequences(const char *key, size_t keylen, const struct setting *set,
    unsigned int count, uint8_t *p, uint8_t *s)
{
	uint8_t digest[SHA512_SIZE];
	struct sha512 sha;
	size_t i;

	__sha512_init(&sha);
	for (i = 0; i < keylen; i++)
		__sha512_add(&sha, key, keylen);
	__sha512_end(&sha, digest);
	crypt_repeat(p, keylen, digest);

	__sha512_init(&sha);
	for (i = 0; i < count; i++)
		__sha512_add(&sha, set->s_salt, set->s_saltlen);
	__sha512_end(&sha, digest);
	crypt_repeat(s, set->s_saltlen, digest);
	explicit_bzero(digest, sizeof(digest));
}

static void
crypt_digest(const char *key, size_t keylen, const struct setting *set,
    uint8_t digest[SHA512_SIZE])
{
	uint8_t p[KEY_MAX], s[SALT_MAX];
	struct sha512 sha;
	unsigned long i;

	crypt_start(key, keylen, set, digest);
	crypt_sequences(key, keylen, set, 16U + digest[0], p, s);
	for (i = 0; i < set->s_rounds; i++) {
		__sha512_init(&sha);
		if (i % 2 != 0)
			__sha512_add(&sha, p, keylen);
		else
			__sha512_add(&sha, digest, SHA512_SIZE);
		if (i % 3 != 0)
			__sha512_add(&sha, s, set->s_saltlen);
		if (i % 7 != 0)
			__sha512_add(&sha, p, keylen);
		if (i % 2 != 0)
			__sha512_add(&sha, digest, SHA512_SIZE);
		else
			__sha512_add(&sha, p, keylen);
		__sha512_end(&sha, digest);
	}
	explicit_bzero(p, sizeof(p));
}

/*
 * n digits for the low bits of v.
 */
static char *
crypt_encode(char *to, unsigned int v, int n)
{
	for (; n > 0; n--, v >>= 6)
		*to++ = crypt_digits[v & 63];
	return (to);
}

char *
crypt(const char *key, const char *text)
{
	static char hash[HASH_MAX];
	uint8_t digest[SHA512_SIZE];
	struct setting set;
	size_t keylen = strlen(key);
	char *to = hash;
	unsigned int i, j;

	if (keylen > KEY_MAX || !crypt_parse(text, &set)) {
		errno = EINVAL;
		return (NULL);
	}
	crypt_digest(key, keylen, &set, digest);
	to += snprintf(to, sizeof(hash), PREFIX);
	if (set.s_explicit)
		to += sprintf(to, ROUNDS "%lu$", set.s_rounds);
	to += sprintf(to, "%s$", set.s_salt);
	/* Three bytes a third of the digest apart are four digits. */
	for (i = 0, j = 0; i < 21; i++, j = (j + 22) % 63)
		to = crypt_encode(to, (unsigned int)digest[j] << 16 |
		    (unsigned int)digest[(j + 21) % 63] << 8 |
		    digest[(j + 42) % 63], 4);
	to = crypt_encode(to, digest[63], 2);
	*to = '\0';
	explicit_bzero(digest, sizeof(digest));
	return (hash);
}

/*
 * Compares in a time that depends on the hash's length alone.
 */
int
crypt_checkpass(const char *key, const char *hash)
{
	const char *got;
	size_t i, len = strlen(hash);
	unsigned char differ = 0;

	if (len == 0 && *key == '\0')
		return (0);
	got = crypt(key, hash);
	if (got == NULL || strlen(got) != len) {
		errno = EACCES;
		return (-1);
	}
	for (i = 0; i < len; i++)
		differ |= (unsigned char)(got[i] ^ hash[i]);
	if (differ == 0)
		return (0);
	errno = EACCES;
	return (-1);
}

int
crypt_newhash(const char *key, const char *preference, char *hash, size_t size)
{
	char setting[sizeof(PREFIX) + SALT_MAX];
	const char *got;
	size_t i, start = strlen(PREFIX);

	if (preference != NULL && strcmp(preference, "sha512") != 0) {
		errno = EINVAL;
		return (-1);
	}
	memcpy(setting, PREFIX, start);
	for (i = 0; i < SALT_MAX; i++)
		setting[start + i] = crypt_digits[arc4random_uniform(64)];
	setting[start + i] = '\0';
	got = crypt(key, setting);
	if (got == NULL)
		return (-1);
	if (strlen(got) >= size) {
		errno = ERANGE;
		return (-1);
	}
	memcpy(hash, got, strlen(got) + 1);
	return (0);
}
