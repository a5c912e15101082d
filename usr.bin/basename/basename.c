/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * basename: the last part of a path.
 */
#include <err.h>
#include <libgen.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void	print(char *, const char *);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	const char *suffix = NULL;
	bool aflag = false;
	int ch;

	while ((ch = getopt(argc, argv, "as:")) != -1) {
		switch (ch) {
		case 'a':
			aflag = true;
			break;
		case 's':
			suffix = optarg;
			aflag = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 1 || (!aflag && argc > 2))
		usage();
	if (!aflag)
		print(argv[0], argv[1]);
	else
		for (; *argv != NULL; argv++)
			print(*argv, suffix);
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (0);
}

/*
 * A suffix that is all of the name stays.
 */
static void
print(char *path, const char *suffix)
{
	char *base;
	size_t len, n;

	if (*path == '\0') {
		(void)putchar('\n');
		return;
	}
	if ((base = basename(path)) == NULL)
		err(1, "%s", path);
	len = strlen(base);
	if (suffix != NULL && (n = strlen(suffix)) < len &&
	    strcmp(base + len - n, suffix) == 0)
		len -= n;
	(void)printf("%.*s\n", (int)len, base);
}

static void
usage(void)
{

	(void)fprintf(stderr,
	    "usage: basename string [suffix]\n"
	    "       basename [-a] [-s suffix] string ...\n");
	exit(1);
}
