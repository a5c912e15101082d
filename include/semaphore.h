/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SEMAPHORE_H_
#define	_SEMAPHORE_H_

#include <sys/cdefs.h>
#include <sys/_threadlimits.h>
#include <sys/types.h>
#include <time.h>

typedef struct __sem {
	long	__room[4];
} sem_t;

__BEGIN_DECLS
int	sem_destroy(sem_t *);
int	sem_getvalue(sem_t *__restrict, int *__restrict);
int	sem_init(sem_t *, int, unsigned);
int	sem_post(sem_t *);
int	sem_timedwait(sem_t *__restrict, const struct timespec *__restrict);
int	sem_trywait(sem_t *);
int	sem_wait(sem_t *);
__END_DECLS

#endif /* !_SEMAPHORE_H_ */
