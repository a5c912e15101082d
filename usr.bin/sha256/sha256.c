/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sha256: print or check SHA-256 sums (FIPS 180-4).
 */
#include <sys/types.h>
#include <sys/endian.h>

#include <err.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define	BUFSIZE		65536
#define	BLOCK		64
#define	DIGEST		32

struct sha256 {
	uint32_t	h[8];
	uint64_t	len;		/* bytes hashed */
	uint8_t		buf[BLOCK];
};

static const uint32_t k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b,
	0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
	0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7,
	0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
	0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152,
	0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
	0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
	0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
	0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
	0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static bool	qflag, rflag;

static int	check(const char *);
static int	sum_file(const char *, int, char *, bool);
static void	usage(void) __dead2;

static uint32_t
rotr(uint32_t x, int n)
{

	return (x >> n | x << (32 - n));
}

static void
sha256_block(struct sha256 *s, const uint8_t *p)
{
	uint32_t w[64], a, b, c, d, e, f, g, h, t1, t2;
	int i;

	for (i = 0; i < 16; i++)
		w[i] = be32dec(p + 4 * i);
	for (; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] +
		    (rotr(w[i - 15], 7) ^ rotr(w[i - 15], 18) ^
		    w[i - 15] >> 3) +
		    (rotr(w[i - 2], 17) ^ rotr(w[i - 2], 19) ^
		    w[i - 2] >> 10);
	a = s->h[0];
	b = s->h[1];
	c = s->h[2];
	d = s->h[3];
	e = s->h[4];
	f = s->h[5];
	g = s->h[6];
	h = s->h[7];
	for (i = 0; i < 64; i++) {
		t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) +
		    ((e & f) ^ (~e & g)) + k[i] + w[i];
		t2 = (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) +
		    ((a & b) ^ (a & c) ^ (b & c));
		h = g;
		g = f;
		f = e;
		e = d + t1;
		d = c;
		c = b;
		b = a;
		a = t1 + t2;
	}
	s->h[0] += a;
	s->h[1] += b;
	s->h[2] += c;
	s->h[3] += d;
	s->h[4] += e;
	s->h[5] += f;
	s->h[6] += g;
	s->h[7] += h;
}

static void
sha256_init(struct sha256 *s)
{
	static const uint32_t first[8] = {
		0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
		0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
	};

	memcpy(s->h, first, sizeof(first));
	s->len = 0;
}

static void
sha256_update(struct sha256 *s, const void *data, size_t len)
{
	const uint8_t *p = data;
	size_t have = s->len % BLOCK, n;

	s->len += len;
	if (have > 0) {
		n = BLOCK - have < len ? BLOCK - have : len;
		memcpy(s->buf + have, p, n);
		p += n;
		len -= n;
		if (have + n < BLOCK)
			return;
		sha256_block(s, s->buf);
	}
	for (; len >= BLOCK; p += BLOCK, len -= BLOCK)
		sha256_block(s, p);
	memcpy(s->buf, p, len);
}

static void
sha256_final(struct sha256 *s, char *hex)
{
	static const uint8_t pad[BLOCK] = { 0x80 };
	uint8_t bits[8];
	size_t have = s->len % BLOCK;
	int i;

	be64enc(bits, s->len * 8);
	sha256_update(s, pad, have < 56 ? 56 - have : 120 - have);
	sha256_update(s, bits, sizeof(bits));
	for (i = 0; i < 8; i++)
		(void)snprintf(hex + 8 * i, 9, "%08x", s->h[i]);
}

int
main(int argc, char *argv[])
{
	bool cflag = false, pflag = false;
	const char *expect = NULL, *string = NULL;
	char hex[2 * DIGEST + 1];
	struct sha256 s;
	int ch, error, fd, rval = 0;

	while ((ch = getopt(argc, argv, "C:c:pqrs:")) != -1) {
		switch (ch) {
		case 'C':
			cflag = true;
			expect = optarg;
			break;
		case 'c':
			expect = optarg;
			break;
		case 'p':
			pflag = true;
			break;
		case 'q':
			qflag = true;
			break;
		case 'r':
			rflag = true;
			break;
		case 's':
			string = optarg;
			break;
		default:
			usage();
		}
	}
	argv += optind;
	if (cflag)
		return (check(expect));
	if (string != NULL) {
		sha256_init(&s);
		sha256_update(&s, string, strlen(string));
		sha256_final(&s, hex);
		if (qflag)
			(void)puts(hex);
		else
			(void)printf(rflag ? "%2$s \"%1$s\"\n" :
			    "SHA256 (\"%1$s\") = %2$s\n", string, hex);
		rval = expect != NULL && strcasecmp(expect, hex) != 0 ? 2 : 0;
	} else if (*argv == NULL) {
		if (sum_file("stdin", STDIN_FILENO, hex, pflag) != 0)
			return (1);
		(void)puts(hex);
		rval = expect != NULL && strcasecmp(expect, hex) != 0 ? 2 : 0;
	}
	for (; string == NULL && *argv != NULL; argv++) {
		if ((fd = open(*argv, O_RDONLY)) < 0) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		error = sum_file(*argv, fd, hex, false);
		(void)close(fd);
		if (error != 0) {
			rval = 1;
			continue;
		}
		if (qflag)
			(void)fputs(hex, stdout);
		else if (rflag)
			(void)printf("%s %s", hex, *argv);
		else
			(void)printf("SHA256 (%s) = %s", *argv, hex);
		if (expect != NULL && strcasecmp(expect, hex) != 0) {
			if (!qflag)
				(void)fputs(" [ Failed ]", stdout);
			rval = 2;
		}
		(void)putchar('\n');
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static int
sum_file(const char *name, int fd, char *hex, bool echo)
{
	static uint8_t buf[BUFSIZE];
	struct sha256 s;
	ssize_t n;

	sha256_init(&s);
	while ((n = read(fd, buf, sizeof(buf))) > 0) {
		sha256_update(&s, buf, (size_t)n);
		if (echo)
			(void)fwrite(buf, 1, (size_t)n, stdout);
	}
	if (n < 0) {
		warn("%s", name);
		return (1);
	}
	sha256_final(&s, hex);
	return (0);
}

/*
 * Check a list of sums, in either of the forms that we print.
 */
static int
check(const char *list)
{
	char *line = NULL, *name, *sum, *p, hex[2 * DIGEST + 1];
	size_t size = 0;
	int fd, rval = 0;
	FILE *fp;

	fp = strcmp(list, "-") == 0 ? stdin : fopen(list, "r");
	if (fp == NULL)
		err(1, "%s", list);
	while (getline(&line, &size, fp) > 0) {
		line[strcspn(line, "\n")] = '\0';
		if (strncmp(line, "SHA256 (", 8) == 0 &&
		    (p = strstr(line, ") = ")) != NULL) {
			name = line + 8;
			*p = '\0';
			sum = p + 4;
		} else if ((p = strchr(line, ' ')) != NULL) {
			sum = line;
			*p++ = '\0';
			name = p + (*p == ' ' || *p == '*');
		} else {
			warnx("%s: not a sum: %s", list, line);
			rval = 1;
			continue;
		}
		if ((fd = open(name, O_RDONLY)) < 0 ||
		    sum_file(name, fd, hex, false) != 0) {
			if (fd < 0)
				warn("%s", name);
			rval = 1;
			continue;
		}
		(void)close(fd);
		p = strcasecmp(sum, hex) == 0 ? NULL : name;
		if (p != NULL)
			rval = 1;
		if (!qflag || p != NULL)
			(void)printf("%s: %s\n", name,
			    p == NULL ? "OK" : "FAILED");
	}
	if (ferror(fp)) {
		warn("%s", list);
		rval = 1;
	}
	free(line);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: sha256 [-pqr] [-c sum] [-s string] "
	    "[file ...]\n"
	    "       sha256 [-q] -C list\n");
	exit(1);
}
