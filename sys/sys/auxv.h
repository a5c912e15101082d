/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Tags of the auxiliary vector that execve(2) leaves above the environment.
 * The numbers up to 36 mean what they mean on FreeBSD; those from 64 on are
 * ours.
 */

#ifndef _SYS_AUXV_H_
#define	_SYS_AUXV_H_

#define	AT_NULL		0	/* end of the vector */
#define	AT_IGNORE	1
#define	AT_EXECFD	2	/* descriptor of the program */
#define	AT_PHDR		3	/* program headers in memory */
#define	AT_PHENT	4	/* size of one */
#define	AT_PHNUM	5	/* how many */
#define	AT_PAGESZ	6
#define	AT_BASE		7	/* load address of the interpreter */
#define	AT_FLAGS	8
#define	AT_ENTRY	9	/* entry of the program */
#define	AT_NOTELF	10
#define	AT_UID		11
#define	AT_EUID		12
#define	AT_GID		13
#define	AT_EGID		14
#define	AT_EXECPATH	15	/* path that was executed */
#define	AT_RANDOM	16	/* random bytes ... */
#define	AT_CANARY	AT_RANDOM
#define	AT_RANDOMLEN	17	/* ... and how many, at least 16 */
#define	AT_CANARYLEN	AT_RANDOMLEN
#define	AT_OSRELDATE	18	/* ABI version of the kernel */
#define	AT_NCPUS	19
#define	AT_PAGESIZES	20
#define	AT_PAGESIZESLEN	21
#define	AT_STACKPROT	23
#define	AT_HWCAP	25	/* CPUID leaf 1, EDX */
#define	AT_HWCAP2	26	/* CPUID leaf 1, ECX */
#define	AT_ARGC		28
#define	AT_ARGV		29
#define	AT_ENVC		30
#define	AT_ENVV		31
#define	AT_TESSERA_TIMEPAGE 64	/* shared page with the clock */
#define	AT_SYSINFO_SIGTRAMP 65	/* where signal handlers return to */
#define	AT_SECURE	66	/* the program gained privileges */
#define	AT_COUNT	67

#ifndef _KERNEL
#ifdef __cplusplus
extern "C" {
#endif
int	elf_aux_info(int, void *, int);
unsigned long getauxval(unsigned long);
#ifdef __cplusplus
}
#endif
#endif

#endif /* !_SYS_AUXV_H_ */
