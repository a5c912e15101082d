/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The auxiliary vector, kept by tag for elf_aux_info(3), getauxval(3) and libc.
 * Written once before main, read-only afterwards.
 */

#include <errno.h>
#include <string.h>
#include "libc_private.h"

static unsigned long	auxv_value[AT_COUNT];
static unsigned char	auxv_have[AT_COUNT];

void
libc_auxv_init(const Elf_Auxinfo *aux)
{
	for (; aux->a_type != AT_NULL; aux++) {
		if (aux->a_type > 0 && aux->a_type < AT_COUNT) {
			auxv_value[aux->a_type] =
			    (unsigned long)aux->a_un.a_val;
			auxv_have[aux->a_type] = 1;
		}
	}
}

bool
libc_auxv_get(unsigned long tag, unsigned long *valuep)
{
	if (tag >= AT_COUNT || auxv_have[tag] == 0)
		return (false);
	*valuep = auxv_value[tag];
	return (true);
}

/*
 * Find the program's first header of a type; *biasp becomes what is to be added
 * to the addresses of all headers.
 */
const Elf_Phdr *
libc_phdr_find(Elf_Word type, uintptr_t *biasp)
{
	unsigned long phdrs, phnum, i;
	const Elf_Phdr *ph, *found = NULL;

	*biasp = 0;
	if (!libc_auxv_get(AT_PHDR, &phdrs) ||
	    !libc_auxv_get(AT_PHNUM, &phnum))
		return (NULL);
	ph = (const Elf_Phdr *)phdrs;
	for (i = 0; i < phnum; i++) {
		if (ph[i].p_type == PT_PHDR)
			*biasp = phdrs - ph[i].p_vaddr;
		else if (ph[i].p_type == type && found == NULL)
			found = &ph[i];
	}
	return (found);
}

unsigned long
getauxval(unsigned long tag)
{
	unsigned long value;

	if (!libc_auxv_get(tag, &value)) {
		errno = ENOENT;
		return (0);
	}
	return (value);
}

/*
 * Strings are copied, numbers come as unsigned long or int, as buflen says.
 */
int
elf_aux_info(int tag, void *buf, int buflen)
{
	unsigned long value;
	size_t len = (size_t)buflen;

	if (tag < 0 || buflen < 0)
		return (EINVAL);
	if (!libc_auxv_get((unsigned long)tag, &value))
		return (ENOENT);
	if (tag == AT_EXECPATH) {
		if (strlen((const char *)value) >= len)
			return (ENOSPC);
		memcpy(buf, (const char *)value,
		    strlen((const char *)value) + 1);
	} else if (tag == AT_RANDOM) {
		if (len > 16)
			return (EINVAL);
		memcpy(buf, (const void *)value, len);
	} else if (len == sizeof(unsigned long))
		memcpy(buf, &value, sizeof(value));
	else if (len == sizeof(int)) {
		int small = (int)value;

		memcpy(buf, &small, sizeof(small));
	} else
		return (EINVAL);
	return (0);
}
