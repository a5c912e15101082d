/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Static TLS blocks, variant II: the image of PT_TLS lies just below the thread
 * control block, and %fs points at the latter.
 *
 * The first thread's block comes from a small buffer in .bss when it fits,
 * else from mmap(2).  Compiled without stack protector and builtins, since it
 * makes the guard that the former needs.
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

static _Alignas(64) char tls_inline[TLS_INLINE];
static uintptr_t tls_guard;
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

/*
 * What all threads begin with: tls_size bytes below the thread control block,
 * of which the first tls_filesz come from tls_image.
 */
static const void	*tls_image;
static size_t		tls_filesz, tls_size, tls_align = 16;

/*
 * Find the image.
 */
static void
tls_find(void)
{
	const Elf_Phdr *tls;
	uintptr_t bias;

	tls = libc_phdr_find(PT_TLS, &bias);
	if (tls == NULL)
		return;
	if (tls->p_align > tls_align)
		tls_align = tls->p_align;
	/*
	 * The linker counts offsets down from the thread pointer so that the
	 * image keeps its place within the alignment.
	 */
	tls_size = tls->p_memsz + ((-tls->p_vaddr - tls->p_memsz) &
	    (tls->p_align > 1 ? tls->p_align - 1 : 0));
	tls_image = (const void *)(bias + tls->p_vaddr);
	tls_filesz = tls->p_filesz;
}

/*
 * How many bytes libc_tls_place() needs at most.
 */
size_t
libc_tls_size(void)
{
	return (tls_size + sizeof(struct tcb) + tls_align);
}

/*
 * Build a control block and the image below it, just below end and not below
 * base; returns the lowest address in use, or NULL without room.
 */
char *
libc_tls_place(char *end, char *base, struct tcb **tcbp)
{
	uintptr_t tp = ((uintptr_t)end - sizeof(struct tcb)) &
	    ~(uintptr_t)(tls_align - 1);
	char *low = (char *)(tp - tls_size);
	struct tcb *tcb = (struct tcb *)tp;

	if ((size_t)(end - base) < libc_tls_size())
		return (NULL);
	memset(low, 0, tls_size + sizeof(struct tcb));
	if (tls_image != NULL)
		memcpy(low, tls_image, tls_filesz);
	tcb->tcb_self = tcb;
	tcb->tcb_guard = tls_guard;
	*tcbp = tcb;
	return (low);
}

void
libc_tls_init(void)
{
	char *block = tls_inline;
	struct tcb *tcb;
	size_t total;

	tls_guard = tls_make_guard();
	tls_find();
	total = libc_tls_size();
	if (total > sizeof(tls_inline) || tls_align > 64) {
		block = mmap(NULL, total, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANON, -1, 0);
		if (block == MAP_FAILED)
			__builtin_trap();
	}
	(void)libc_tls_place(block + total, block, &tcb);
	libc_thread_first(tcb);
	if (__sys_sysarch(AMD64_SET_FSBASE, &tcb) != 0)
		__builtin_trap();
}
