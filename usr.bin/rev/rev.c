/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * rev: turn each line round, character by character.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

static int	rev(FILE *, const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	int rval = 0;
	FILE *fp;

	if (getopt(argc, argv, "") != -1)
		usage();
	argv += optind;
	if (*argv == NULL)
		rval = rev(stdin, "stdin");
	for (; *argv != NULL; argv++) {
		if ((fp = fopen(*argv, "r")) == NULL) {
			warn("%s", *argv);
			rval = 1;
			continue;
		}
		rval |= rev(fp, *argv);
		(void)fclose(fp);
	}
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

/*
 * The bytes of the last character of a line; what is none counts by bytes.
 */
static size_t
last_char(const char *s, size_t len)
{
	mbstate_t mbs;
	size_t n;

	for (n = 1; n < len && ((unsigned char)s[len - n] & 0xc0) == 0x80 &&
	    n < 4; n++)
		continue;
	(void)memset(&mbs, 0, sizeof(mbs));
	return (n > 1 && mbrlen(s + len - n, n, &mbs) == n ? n : 1);
}

static int
rev(FILE *fp, const char *name)
{
	char *line = NULL;
	size_t len, n, room = 0;
	ssize_t got;

	while ((got = getline(&line, &room, fp)) > 0) {
		len = (size_t)got - (line[got - 1] == '\n');
		for (n = len; n > 0;) {
			size_t last = last_char(line, n);

			(void)fwrite(line + n - last, 1, last, stdout);
			n -= last;
		}
		if (len < (size_t)got)
			(void)putchar('\n');
		if (ferror(stdout))
			err(1, "stdout");
	}
	free(line);
	if (ferror(fp)) {
		warn("%s", name);
		return (1);
	}
	return (0);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: rev [file ...]\n");
	exit(1);
}
