/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * A file's mode as ls(1) shows it, in 11 characters and a NUL.
 */
#include <sys/stat.h>
#include <string.h>

static char
mode_type(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return ('d');
	case S_IFCHR:
		return ('c');
	case S_IFBLK:
		return ('b');
	case S_IFREG:
		return ('-');
	case S_IFLNK:
		return ('l');
	case S_IFSOCK:
		return ('s');
	case S_IFIFO:
		return ('p');
	default:
		return ('?');
	}
}

/* One class: read, write, execute with its special bit. */
static void
mode_class(unsigned int bits, int special, char mark, char *p)
{
	p[0] = (bits & 4) != 0 ? 'r' : '-';
	p[1] = (bits & 2) != 0 ? 'w' : '-';
	if (special)
		p[2] = (bits & 1) != 0 ? mark : (char)(mark - 'a' + 'A');
	else
		p[2] = (bits & 1) != 0 ? 'x' : '-';
}

void
strmode(mode_t mode, char *p)
{
	p[0] = mode_type(mode);
	mode_class(mode >> 6, (mode & S_ISUID) != 0, 's', p + 1);
	mode_class(mode >> 3, (mode & S_ISGID) != 0, 's', p + 4);
	mode_class(mode, (mode & S_ISVTX) != 0, 't', p + 7);
	p[10] = ' ';			/* place of an access list's mark */
	p[11] = '\0';
}
