/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * From _start to main: the environment, the auxiliary vector, the first
 * thread's TLS and stack guard, read-only relocations, constructors.
 *
 * Order matters: the auxiliary vector comes first, since TLS and the guard need
 * it; nothing that this file calls before libc_tls_init() may use errno or a
 * stack guard, which is why csu is compiled without stack protector.
 * Tests: tests/lib/libc/csu/
 */

#include <sys/mman.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "libc_private.h"

typedef void initfn(int, char **, char **);
typedef void finifn(void);

extern initfn	*__preinit_array_start[] __hidden;
extern initfn	*__preinit_array_end[] __hidden;
extern initfn	*__init_array_start[] __hidden;
extern initfn	*__init_array_end[] __hidden;
extern finifn	*__fini_array_start[] __hidden;
extern finifn	*__fini_array_end[] __hidden;
extern void	_init(void) __weak_symbol;
extern void	_fini(void) __weak_symbol;

void	__libc_start(long *, int (*)(int, char **, char **)) __dead2;

char		**environ;
const char	*__progname = "";

void
libc_run_fini(void)
{
	size_t n = (size_t)(__fini_array_end - __fini_array_start);

	while (n > 0)
		(*__fini_array_start[--n])();
	if (_fini != NULL)
		_fini();
}

/*
 * What only relocation had to write (PT_GNU_RELRO: constant pointers, the
 * global offset table) is read-only from here on.
 */
static void
protect_relro(void)
{
	const Elf_Phdr *ph;
	uintptr_t bias, start, end;
	unsigned long page;

	if ((ph = libc_phdr_find(PT_GNU_RELRO, &bias)) == NULL ||
	    !libc_auxv_get(AT_PAGESZ, &page))
		return;
	start = (bias + ph->p_vaddr) & ~(page - 1);
	end = (bias + ph->p_vaddr + ph->p_memsz) & ~(page - 1);
	if (start < end &&
	    mprotect((void *)start, end - start, PROT_READ) != 0)
		abort();
}

static void
run_init(int argc, char **argv, char **env)
{
	initfn **f;

	for (f = __preinit_array_start; f < __preinit_array_end; f++)
		(*f)(argc, argv, env);
	if (_init != NULL)
		_init();
	for (f = __init_array_start; f < __init_array_end; f++)
		(*f)(argc, argv, env);
}

/*
 * stack points to argc, argv..., NULL, environment..., NULL, auxiliary vector.
 */
void
__libc_start(long *stack, int (*mainfn)(int, char **, char **))
{
	int argc = (int)stack[0];
	char **argv = (char **)(void *)(stack + 1);
	char **env = argv + argc + 1;
	char **end = env;
	char *slash;

	environ = env;
	while (*end != NULL)
		end++;
	libc_auxv_init((const Elf_Auxinfo *)(const void *)(end + 1));
	libc_tls_init();
	protect_relro();
	if (argc > 0 && argv[0] != NULL) {
		slash = strrchr(argv[0], '/');
		__progname = slash != NULL ? slash + 1 : argv[0];
	}
	run_init(argc, argv, env);
	exit(mainfn(argc, argv, env));
}
