/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Limits of threads, which <limits.h> defines by the standard and <pthread.h>
 * and <semaphore.h> by custom.
 */

#ifndef _SYS__THREADLIMITS_H_
#define	_SYS__THREADLIMITS_H_

#define	PTHREAD_DESTRUCTOR_ITERATIONS	4	/* rounds of destructors */
#define	PTHREAD_KEYS_MAX		256
#define	PTHREAD_STACK_MIN		16384	/* bytes */
#define	PTHREAD_THREADS_MAX		1500	/* kern.maxthreadsperproc */
#define	SEM_VALUE_MAX			0x7fffffff

#endif /* !_SYS__THREADLIMITS_H_ */
