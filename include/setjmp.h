/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SETJMP_H_
#define	_SETJMP_H_

#include <sys/cdefs.h>
#include <machine/setjmp.h>

typedef struct _jmp_buf {
	long	_jb[_JBLEN];
} jmp_buf[1];
typedef struct _sigjmp_buf {
	long	_sjb[_JBLEN];
} sigjmp_buf[1];

__BEGIN_DECLS
int	_setjmp(jmp_buf) __returns_twice;
void	_longjmp(jmp_buf, int) __dead2;
int	setjmp(jmp_buf) __returns_twice;
void	longjmp(jmp_buf, int) __dead2;
int	sigsetjmp(sigjmp_buf, int) __returns_twice;
void	siglongjmp(sigjmp_buf, int) __dead2;
__END_DECLS

#define	setjmp(env)		setjmp(env)
#define	sigsetjmp(env, save)	sigsetjmp(env, save)

#endif /* !_SETJMP_H_ */
