/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the port's assembly files share.
 */
#ifndef _MACHINE_ASMACROS_H_
#define	_MACHINE_ASMACROS_H_

#ifdef __ASSEMBLER__

	.macro	FUNC name
	.globl	\name
	.type	\name, @function
	.balign	16
\name:
	.endm

/*
 * stac and clac, where the processor has them: the sites are nops until
 * smap_patch() has run.
 */
	.macro	SMAP_SITE which
9990:	.byte	0x0f, 0x1f, 0x00
	.pushsection smap_sites, "a", @progbits
	.balign	8
	.quad	9990b
	.quad	\which
	.popsection
	.endm
#define	CLAC	SMAP_SITE 0
#define	STAC	SMAP_SITE 1

#endif

#endif /* !_MACHINE_ASMACROS_H_ */
