/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * amd64's part of <fenv.h>: the bits are those of the x87's status and control
 * words; MXCSR has the same ones elsewhere.
 */

#ifndef _MACHINE_FENV_H_
#define	_MACHINE_FENV_H_

#include <sys/_types.h>

#define	FE_INVALID	0x01
#define	FE_DENORMAL	0x02
#define	FE_DIVBYZERO	0x04
#define	FE_OVERFLOW	0x08
#define	FE_UNDERFLOW	0x10
#define	FE_INEXACT	0x20
#define	FE_ALL_EXCEPT	0x3f

#define	FE_TONEAREST	0x0000
#define	FE_DOWNWARD	0x0400
#define	FE_UPWARD	0x0800
#define	FE_TOWARDZERO	0x0c00

typedef struct {
	__uint32_t	__x87[7];	/* as fnstenv stores it */
	__uint32_t	__mxcsr;
} fenv_t;

typedef	__uint16_t	fexcept_t;

#endif /* !_MACHINE_FENV_H_ */
