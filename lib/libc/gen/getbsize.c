/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * The unit in which sizes are shown: BLOCKSIZE in the environment.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define	KB		1024L
#define	MB		(1024L * 1024)
#define	GB		(1024L * 1024 * 1024)

char *
getbsize(int *headerlenp, long *blocksizep)
{
	static char header[20];
	const char *env = getenv("BLOCKSIZE"), *form = "";
	long blocksize, most = GB, unit = 1, n = 512;
	char *end;

	if (env != NULL && *env != '\0') {
		n = strtol(env, &end, 10);
		if (n < 0)
			n = 512;
		else if (n == 0)
			n = 1;
		switch (*end) {
		case 'G': case 'g':
			unit = GB;
			form = "G";
			break;
		case 'K': case 'k':
			unit = KB;
			form = "K";
			break;
		case 'M': case 'm':
			unit = MB;
			form = "M";
			break;
		case '\0':
			break;
		default:
			warnx("%s: unknown blocksize", env);
			n = 512;
			break;
		}
		if (n > most / unit) {
			warnx("maximum blocksize is %ldG", most / GB);
			n = most / unit;
		}
		if (n * unit < 512) {
			warnx("minimum blocksize is 512");
			n = 512;
			unit = 1;
			form = "";
		}
	}
	blocksize = n * unit;
	if (*form == '\0') {
		/* 1024 is shown as 1K, and so on. */
		if (blocksize % GB == 0) {
			n = blocksize / GB;
			form = "G";
		} else if (blocksize % MB == 0) {
			n = blocksize / MB;
			form = "M";
		} else if (blocksize % KB == 0) {
			n = blocksize / KB;
			form = "K";
		}
	}
	*headerlenp = snprintf(header, sizeof(header), "%ld%s-blocks", n,
	    form);
	*blocksizep = blocksize;
	return (header);
}
