/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Private to output: formatting into a function, and panic's way around locks.
 */
#ifndef _KERN_SUBR_PRINTF_H_
#define	_KERN_SUBR_PRINTF_H_

#include <sys/stdarg.h>
#include <sys/types.h>

/*
 * Hand the output to emit(arg, piece, length), piece by piece; returns its
 * length.  Any context, as far as emit allows.
 */
size_t	kformat(void (*emit)(void *, const char *, size_t), void *arg,
	    const char *fmt, va_list ap) __printflike(3, 0);

#endif /* !_KERN_SUBR_PRINTF_H_ */
