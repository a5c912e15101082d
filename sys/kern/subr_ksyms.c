/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's own symbols, for backtraces.
 *
 * The table is linked into the image by tools/ksyms: functions sorted by
 * address, as offsets from kernel_base.  It is constant, so lookups take no
 * lock and work in any context, panic included.
 */
#include <sys/param.h>
#include <sys/md.h>
#include <sys/systm.h>

extern const char	kernel_base[];
extern const uint32_t	ksyms_count[];
extern const uint32_t	ksyms_addr[];
extern const uint32_t	ksyms_name[];
extern const char	ksyms_strtab[];

/* Farther than this from the last symbol before it, pc is in no function. */
#define	KSYMS_MAXOFF	0x10000

/*
 * The name of the function that holds pc, and pc's offset in it.
 */
const char *
ksyms_lookup(vm_offset_t pc, vm_offset_t *offp)
{
	vm_offset_t off = pc - (vm_offset_t)kernel_base;
	uint32_t lo = 0, hi = ksyms_count[0], mid;

	if (hi == 0 || pc < (vm_offset_t)kernel_base || off < ksyms_addr[0])
		return (NULL);
	while (hi - lo > 1) {
		mid = lo + (hi - lo) / 2;
		if (ksyms_addr[mid] <= off)
			lo = mid;
		else
			hi = mid;
	}
	if (off - ksyms_addr[lo] > KSYMS_MAXOFF)
		return (NULL);
	*offp = off - ksyms_addr[lo];
	return (ksyms_strtab + ksyms_name[lo]);
}

/*
 * For md_backtrace(): print one return address.  The call is the instruction
 * before it, which may be the last one of a function.
 */
void
backtrace_emit(void *arg, vm_offset_t pc)
{
	const char *name;
	vm_offset_t off;

	name = ksyms_lookup(pc - 1, &off);
	if (name != NULL)
		printf("\t%#018lx %s+%#lx\n", pc, name, off + 1);
	else
		printf("\t%#018lx\n", pc);
}

/*
 * Print who called.
 */
void
backtrace(void)
{

	md_backtrace(backtrace_emit, NULL, __builtin_frame_address(0));
}
