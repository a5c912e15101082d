/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Arguments on the kernel's command line.
 *
 * The line is split once, on first use, into words in a buffer of its own;
 * words end at blanks outside double quotes, which are removed.
 * Tests	tests/sys/arch/amd64/t_bootarg.c
 */

#ifdef _KERNEL
#include <sys/param.h>
#include <sys/systm.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
typedef	unsigned long	vm_paddr_t;
#endif
#include <sys/bootinfo.h>

#define	BOOTARG_MAX	64		/* words */

static char	bootarg_buf[2048];
static const char *bootarg_word[BOOTARG_MAX];
static u_int	bootarg_count;
static bool	bootarg_done;

static void
bootarg_split(const char *line)
{
	char *dst = bootarg_buf;
	char *end = bootarg_buf + sizeof(bootarg_buf) - 1;
	bool quoted;

	while (bootarg_count < BOOTARG_MAX) {
		while (*line == ' ' || *line == '\t' || *line == '\n')
			line++;
		if (*line == '\0')
			break;
		bootarg_word[bootarg_count] = dst;
		quoted = false;
		for (; *line != '\0'; line++) {
			if (*line == '"') {
				quoted = !quoted;
				continue;
			}
			if (!quoted && (*line == ' ' || *line == '\t' ||
			    *line == '\n'))
				break;
			if (dst == end)
				return;		/* a cut word is no word */
			*dst++ = *line;
		}
		if (dst == end)
			return;
		*dst++ = '\0';
		bootarg_count++;
	}
}

const char *
bootarg_nth(const char *name, u_int n)
{
	const char *w;
	size_t len = strlen(name);
	u_int i;

	if (!bootarg_done) {
		bootarg_done = true;
		if (boot_info.bi_cmdline != NULL)
			bootarg_split(boot_info.bi_cmdline);
	}
	for (i = 0; i < bootarg_count; i++) {
		w = bootarg_word[i];
		if (strncmp(w, name, len) != 0 ||
		    (w[len] != '=' && w[len] != '\0'))
			continue;
		if (n-- == 0)
			return (w[len] == '=' ? w + len + 1 : "");
	}
	return (NULL);
}

const char *
bootarg(const char *name)
{
	const char *value, *last = NULL;
	u_int n;

	for (n = 0; (value = bootarg_nth(name, n)) != NULL; n++)
		last = value;
	return (last);
}
