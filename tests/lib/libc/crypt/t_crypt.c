/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * crypt(3) of libc against the host's; the name crypt is that of ours here.
 */

#include <atf-c.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

char	*tess_crypt(const char *, const char *);
int	crypt_checkpass(const char *, const char *);
int	crypt_newhash(const char *, const char *, char *, size_t);
char	*host_crypt(const char *, const char *) __asm__("crypt");

static uint64_t seed = 0x9e3779b97f4a7c15;

static unsigned int
next(unsigned int limit)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return ((unsigned int)(seed % limit));
}

static void
compare_as(const char *key, const char *setting, const char *host_setting)
{
	char *got = tess_crypt(key, setting);
	char *want = host_crypt(key, host_setting);

	ATF_REQUIRE_MSG(got != NULL && strcmp(got, want) == 0,
	    "%s of %s is %s, not %s", setting, key, got == NULL ? "none" : got,
	    want);
}

static void
compare(const char *key, const char *setting)
{
	compare_as(key, setting, setting);
}

ATF_TC_WITHOUT_HEAD(same_as_the_host);
ATF_TC_BODY(same_as_the_host, tc)
{
	char key[301], setting[64];
	unsigned int i, j, len;

	compare("", "$6$abcdefgh");
	compare("Hello world!", "$6$saltstring");
	compare("Hello world!", "$6$rounds=1400$anotherlongsaltstring");
	/* The specification raises too few rounds; the host refuses them. */
	compare_as("short", "$6$rounds=10$roundstoolow",
	    "$6$rounds=1000$roundstoolow");
	for (i = 0; i < 130; i++) {
		/* Around the sizes of digests and blocks, and at random. */
		len = i < 66 ? i : next(300);
		for (j = 0; j < len; j++)
			key[j] = (char)(1 + next(255));
		key[len] = '\0';
		j = (unsigned int)snprintf(setting, sizeof(setting),
		    "$6$rounds=%u$", 1000 + next(40));
		for (len = next(17); len > 0; len--)
			setting[j++] = (char)('a' + next(26));
		setting[j] = '\0';
		compare(key, setting);
	}
}

ATF_TC_WITHOUT_HEAD(bad_settings);
ATF_TC_BODY(bad_settings, tc)
{
	static const char *const bad[] = { "", "*", "ab", "$1$abc", "$6",
	    "$6$rounds=$x", "$6$rounds=1000", "$6$rounds=9x$x", "$6$a:b" };
	char key[514];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ATF_CHECK_ERRNO(EINVAL, tess_crypt("key", bad[i]) == NULL);
		ATF_CHECK_ERRNO(EACCES, crypt_checkpass("key", bad[i]) == -1);
	}
	memset(key, 'x', 513);
	key[513] = '\0';
	ATF_CHECK_ERRNO(EINVAL, tess_crypt(key, "$6$salt") == NULL);
	key[512] = '\0';
	ATF_CHECK(tess_crypt(key, "$6$rounds=1000$salt") != NULL);
}

ATF_TC_WITHOUT_HEAD(new_and_check);
ATF_TC_BODY(new_and_check, tc)
{
	char hash[128], other[128];

	ATF_REQUIRE_EQ(0, crypt_newhash("secret", NULL, hash, sizeof(hash)));
	ATF_REQUIRE_EQ(0, crypt_newhash("secret", "sha512", other,
	    sizeof(other)));
	ATF_CHECK(strcmp(hash, other) != 0);
	ATF_CHECK_EQ(0, crypt_checkpass("secret", hash));
	ATF_CHECK_EQ(0, crypt_checkpass("secret", other));
	ATF_CHECK_ERRNO(EACCES, crypt_checkpass("Secret", hash) == -1);
	ATF_CHECK_ERRNO(EACCES, crypt_checkpass("", hash) == -1);
	hash[strlen(hash) - 1] ^= 1;
	ATF_CHECK_ERRNO(EACCES, crypt_checkpass("secret", hash) == -1);
	ATF_CHECK_EQ(0, crypt_checkpass("", ""));
	ATF_CHECK_ERRNO(EACCES, crypt_checkpass("x", "") == -1);
	ATF_CHECK_ERRNO(ERANGE, crypt_newhash("x", NULL, hash, 50) == -1);
	ATF_CHECK_ERRNO(EINVAL, crypt_newhash("x", "rot13", hash, 128) == -1);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, same_as_the_host);
	ATF_TP_ADD_TC(tp, bad_settings);
	ATF_TP_ADD_TC(tp, new_and_check);
	return (atf_no_error());
}
