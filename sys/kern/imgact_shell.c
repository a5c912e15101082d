/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The activator of scripts: "#!", blanks, the path of an interpreter, and
 * perhaps one argument, which is the rest of the line without blanks at its
 * ends.  The line is at most a page; ENOEXEC when it has no end, is empty, or
 * has a NUL in it.  The interpreter gets its own path, the argument, the path
 * of the script, and what the script was given.
 *
 * Tests	tests/sys/kern/t_execve.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/imgact.h>
#include <sys/systm.h>

static inline bool
is_blank(char c)
{

	return (c == ' ' || c == '\t');
}

static int
shell_activate(struct image *im)
{
	const char *p = im->im_head, *end, *q;

	if (im->im_headlen < 2 || p[0] != '#' || p[1] != '!')
		return (-1);
	p += 2;
	end = memchr(p, '\n', im->im_headlen - 2);
	if (end == NULL || memchr(p, '\0', (size_t)(end - p)) != NULL)
		return (SET_ERROR(ENOEXEC));
	while (p < end && is_blank(*p))
		p++;
	for (q = p; q < end && !is_blank(*q); q++)
		continue;
	if (q == p)
		return (SET_ERROR(ENOEXEC));
	if ((size_t)(q - p) >= sizeof(im->im_interp))
		return (SET_ERROR(ENAMETOOLONG));
	memcpy(im->im_interp, p, (size_t)(q - p));
	im->im_interp[q - p] = '\0';

	for (p = q; p < end && is_blank(*p); p++)
		continue;
	while (end > p && is_blank(end[-1]))
		end--;
	if ((size_t)(end - p) >= sizeof(im->im_interparg))
		return (SET_ERROR(ENOEXEC));
	memcpy(im->im_interparg, p, (size_t)(end - p));
	im->im_interparg[end - p] = '\0';
	im->im_flags |= IMF_INTERP;
	return (0);
}

const struct image_activator shell_activator = {
	.ia_name = "#!",
	.ia_activate = shell_activate,
};
