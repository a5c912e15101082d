/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tee: copy the standard input to the standard output and to files.
 */
#include <err.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define	BUFSIZE	65536

struct output {
	const char	*name;
	int		 fd;		/* -1: given up after an error */
};

static void	usage(void) __dead2;

static int
put(struct output *o, const char *buf, ssize_t len)
{
	ssize_t n;

	for (; len > 0; buf += n, len -= n) {
		if ((n = write(o->fd, buf, (size_t)len)) < 0) {
			warn("%s", o->name);
			o->fd = -1;
			return (1);
		}
	}
	return (0);
}

int
main(int argc, char *argv[])
{
	static char buf[BUFSIZE];
	bool append = false;
	struct output *out;
	int ch, i, rval = 0;
	ssize_t n;

	while ((ch = getopt(argc, argv, "ai")) != -1) {
		switch (ch) {
		case 'a':
			append = true;
			break;
		case 'i':
			(void)signal(SIGINT, SIG_IGN);
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	out = calloc((size_t)argc + 1, sizeof(*out));
	if (out == NULL)
		err(1, NULL);
	out[0].name = "stdout";
	out[0].fd = STDOUT_FILENO;
	for (i = 1; i <= argc; i++) {
		out[i].name = argv[i - 1];
		out[i].fd = open(out[i].name, O_WRONLY | O_CREAT |
		    (append ? O_APPEND : O_TRUNC), 0666);
		if (out[i].fd < 0) {
			warn("%s", out[i].name);
			rval = 1;
		}
	}
	while ((n = read(STDIN_FILENO, buf, sizeof(buf))) > 0)
		for (i = 0; i <= argc; i++)
			if (out[i].fd >= 0)
				rval |= put(&out[i], buf, n);
	if (n < 0) {
		warn("stdin");
		rval = 1;
	}
	for (i = 1; i <= argc; i++)
		if (out[i].fd >= 0 && close(out[i].fd) != 0) {
			warn("%s", out[i].name);
			rval = 1;
		}
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: tee [-ai] [file ...]\n");
	exit(1);
}
