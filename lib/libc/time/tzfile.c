/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Compiled time zones (TZif, RFC 8536).  Of a file of version 2 or later the
 * second part, with 64-bit times, is used and the rule behind it.  Every number
 * from the file is checked.
 */

#include <sys/stat.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <sys/endian.h>
#include "time_impl.h"

#define	FILE_MAX	(256 * 1024)
#define	HEADER_BYTES	44
#define	KINDS_MAX	256
#define	TRANS_MAX	20000

struct header {
	char	version;
	size_t	nisut, nisstd, nleap, ntrans, nkinds, nchars;
};

static bool
parse_header(const unsigned char *p, const unsigned char *end,
    struct header *h)
{
	if (end - p < HEADER_BYTES || memcmp(p, "TZif", 4) != 0)
		return (false);
	h->version = (char)p[4];
	h->nisut = be32dec(p + 20);
	h->nisstd = be32dec(p + 24);
	h->nleap = be32dec(p + 28);
	h->ntrans = be32dec(p + 32);
	h->nkinds = be32dec(p + 36);
	h->nchars = be32dec(p + 40);
	return (h->ntrans <= TRANS_MAX && h->nkinds <= KINDS_MAX &&
	    h->nkinds > 0 && h->nchars <= 4096 && h->nleap <= 4096 &&
	    h->nisut <= KINDS_MAX && h->nisstd <= KINDS_MAX);
}

/* Bytes behind the header, with times of width bytes. */
static size_t
body_bytes(const struct header *h, size_t width)
{
	return (h->ntrans * (width + 1) + h->nkinds * 6 + h->nchars +
	    h->nleap * (width + 4) + h->nisstd + h->nisut);
}

static bool
parse_body(const unsigned char *p, const struct header *h, size_t width,
    struct tz *tz)
{
	const unsigned char *kinds, *chars;
	size_t i, index, len;

	tz->trans = reallocarray(NULL, h->ntrans + 1, sizeof(*tz->trans));
	tz->kind = malloc(h->ntrans + 1);
	tz->kinds = calloc(h->nkinds, sizeof(*tz->kinds));
	if (tz->trans == NULL || tz->kind == NULL || tz->kinds == NULL)
		return (false);
	kinds = p + h->ntrans * (width + 1);
	chars = kinds + h->nkinds * 6;
	for (i = 0; i < h->ntrans; i++) {
		tz->trans[i] = width == 8 ? (int64_t)be64dec(p + i * 8) :
		    (int32_t)be32dec(p + i * 4);
		tz->kind[i] = p[h->ntrans * width + i];
		if (tz->kind[i] >= h->nkinds ||
		    (i > 0 && tz->trans[i] <= tz->trans[i - 1]))
			return (false);
	}
	for (i = 0; i < h->nkinds; i++) {
		tz->kinds[i].offset = (int32_t)be32dec(kinds + i * 6);
		tz->kinds[i].dst = kinds[i * 6 + 4] != 0;
		index = kinds[i * 6 + 5];
		if (index >= h->nchars || tz->kinds[i].offset < -90000 ||
		    tz->kinds[i].offset > 100000)
			return (false);
		len = strnlen((const char *)chars + index, h->nchars - index);
		if (len == h->nchars - index || len >= TZ_NAME_MAX)
			return (false);
		memcpy(tz->kinds[i].name, chars + index, len);
	}
	tz->ntrans = h->ntrans;
	tz->nkinds = h->nkinds;
	return (true);
}

/* The rule between two newlines at the end. */
static void
parse_footer(const unsigned char *p, const unsigned char *end, struct tz *tz)
{
	char text[256];
	size_t n;

	if (p >= end || *p++ != '\n')
		return;
	for (n = 0; p < end && *p != '\n' && n < sizeof(text) - 1; n++)
		text[n] = (char)*p++;
	text[n] = '\0';
	if (p < end && *p == '\n' && n > 0 &&
	    !tz_rule_parse(text, &tz->rule))
		tz->rule.valid = false;
}

static bool
parse_file(const unsigned char *p, const unsigned char *end, struct tz *tz)
{
	struct header h;
	size_t width = 4, n;

	if (!parse_header(p, end, &h))
		return (false);
	p += HEADER_BYTES;
	n = body_bytes(&h, 4);
	if ((size_t)(end - p) < n)
		return (false);
	if (h.version >= '2') {
		p += n;
		if (!parse_header(p, end, &h))
			return (false);
		p += HEADER_BYTES;
		width = 8;
		n = body_bytes(&h, 8);
		if ((size_t)(end - p) < n)
			return (false);
	}
	if (!parse_body(p, &h, width, tz))
		return (false);
	if (width == 8)
		parse_footer(p + n, end, tz);
	return (true);
}

void
tz_free(struct tz *tz)
{
	free(tz->trans);
	free(tz->kind);
	free(tz->kinds);
	memset(tz, 0, sizeof(*tz));
}

bool
tz_file_read(const char *path, struct tz *tz)
{
	unsigned char *buf = NULL;
	size_t len = 0;
	struct stat sb;
	bool ok = false;
	ssize_t n;
	int fd;

	memset(tz, 0, sizeof(*tz));
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) == -1)
		return (false);
	if (fstat(fd, &sb) == 0 && S_ISREG(sb.st_mode) &&
	    sb.st_size >= HEADER_BYTES && sb.st_size <= FILE_MAX &&
	    (buf = malloc((size_t)sb.st_size)) != NULL) {
		while (len < (size_t)sb.st_size && (n = read(fd, buf + len,
		    (size_t)sb.st_size - len)) > 0)
			len += (size_t)n;
		ok = parse_file(buf, buf + len, tz);
	}
	free(buf);
	(void)close(fd);
	if (!ok)
		tz_free(tz);
	return (ok);
}
