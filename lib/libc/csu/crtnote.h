/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The note that tells execve(2) that a file is one of ours, and for which
 * version of the ABI it was built.
 */

	.section .note.tessera, "a", @note
	.p2align 2
	.long	2f - 1f
	.long	4f - 3f
	.long	1			/* NT_TESSERA_ABI */
1:	.asciz	"Tessera"
2:	.p2align 2
3:	.long	__Tessera__
4:	.p2align 2

	.section .note.GNU-stack, "", @progbits
