/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * yes: print a line again and again.
 *
 * The buffer is filled with whole lines once, and written until that fails:
 * by a signal, normally.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define	BUFSIZE	8192

int
main(int argc, char *argv[])
{
	size_t len, line = 0, n, off;
	const char *text;
	ssize_t w;
	char *buf;
	int i;

	for (i = 1; i < argc; i++)
		line += strlen(argv[i]) + 1;
	if (argc < 2)
		line = 2;
	buf = malloc(line + BUFSIZE);
	if (buf == NULL)
		err(1, NULL);
	len = 0;
	for (i = 1; i < argc || (i == 1 && argc < 2); i++) {
		text = argc < 2 ? "y" : argv[i];
		n = strlen(text);
		(void)memcpy(buf + len, text, n);
		len += n;
		buf[len++] = i + 1 < argc ? ' ' : '\n';
	}
	while (len < BUFSIZE) {
		(void)memcpy(buf + len, buf, line);
		len += line;
	}
	for (;;)
		for (off = 0; off < len; off += (size_t)w)
			if ((w = write(STDOUT_FILENO, buf + off,
			    len - off)) < 0)
				err(1, "stdout");
}
