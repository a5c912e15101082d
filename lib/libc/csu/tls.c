/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The first thread's static TLS block, variant II: the image of PT_TLS lies just
 * below the thread control block, and %fs points at the latter.
 *
 * The block comes from a small buffer in .bss when it fits, else from mmap(2).
 * Compiled without stack protector and builtins, since it makes the guard that
 * the former needs.
 */

#include <sys/mman.h>
#include <machine/sysarch.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>
#include "libc_private.h"

#define	TLS_INLINE	1024		/* bytes that need no mapping */

#undef errno
static __thread int	libc_errno;
extern int		*__errno(void);

static _Alignas(64) unsigned char tls_inline[TLS_INLINE];
static volatile uintptr_t tls_guard_fallback = 0x00000aff0d0a0000UL;

int *
__errno(void)
{
	return (&libc_errno);
}

/*
 * A guard from the kernel's random bytes; its low byte is zero, so that a
 * string cannot carry it.
 */
static uintptr_t
tls_make_guard(void)
{
	unsigned long value;
	uintptr_t guard;

	if (!libc_auxv_get(AT_RANDOM, &value) || value == 0)
		return (tls_guard_fallback);
	memcpy(&guard, (const void *)value, sizeof(guard));
	return (guard & ~(uintptr_t)0xff);
}

void
libc_tls_init(void)
{
	unsigned long phdrs, phnum, i;
	const Elf_Phdr *ph, *tls = NULL;
	uintptr_t bias = 0, guard;
	size_t align = 16, size = 0, total;
	unsigned char *block, *tp;
	struct tcb *tcb;

	guard = tls_make_guard();
	if (libc_auxv_get(AT_PHDR, &phdrs) && libc_auxv_get(AT_PHNUM, &phnum)) {
		ph = (const Elf_Phdr *)phdrs;
		for (i = 0; i < phnum; i++) {
			if (ph[i].p_type == PT_PHDR)
				bias = phdrs - ph[i].p_vaddr;
			else if (ph[i].p_type == PT_TLS)
				tls = &ph[i];
		}
	}
	if (tls != NULL) {
		if (tls->p_align > align)
			align = tls->p_align;
		/*
		 * The linker counts offsets down from the thread pointer so
		 * that the image keeps its place within the alignment.
		 */
		size = tls->p_memsz + ((-tls->p_vaddr - tls->p_memsz) &
		    (tls->p_align > 1 ? tls->p_align - 1 : 0));
	}
	total = size + sizeof(struct tcb) + align;
	block = tls_inline;
	if (total > sizeof(tls_inline) || align > 64) {
		block = mmap(NULL, total, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		if (block == MAP_FAILED)
			__builtin_trap();
	}
	tp = (unsigned char *)(((uintptr_t)block + size + align - 1) &
	    ~(uintptr_t)(align - 1));
	if (tls != NULL)
		memcpy(tp - size, (const void *)(bias + tls->p_vaddr),
		    tls->p_filesz);
	tcb = (struct tcb *)(void *)tp;
	tcb->tcb_self = tcb;
	tcb->tcb_guard = guard;
	if (__sys_sysarch(AMD64_SET_FSBASE, &tcb) != 0)
		__builtin_trap();
}
