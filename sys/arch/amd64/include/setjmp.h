/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MACHINE_SETJMP_H_
#define	_MACHINE_SETJMP_H_

/*
 * Words of a jmp_buf: rbx rbp r12-r15 rsp rip, mxcsr and x87 control word,
 * whether the mask was saved, the mask, and spare room.
 */
#define	_JBLEN		24

#endif /* !_MACHINE_SETJMP_H_ */
