/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Attributes of threads to be made.
 */
#include "thread_impl.h"

static inline struct thread_attr *
attr_of(pthread_attr_t *a)
{
	return ((struct thread_attr *)a);
}

static inline const struct thread_attr *
attr_of_const(const pthread_attr_t *a)
{
	return ((const struct thread_attr *)a);
}

int
pthread_attr_init(pthread_attr_t *attr)
{
	*attr_of(attr) = (struct thread_attr){
		.ta_guardsize = THREAD_GUARD,
		.ta_stacksize = THREAD_STACK,
		.ta_policy = SCHED_OTHER,
		.ta_valid = THREAD_VALID
	};
	return (0);
}

int
pthread_attr_destroy(pthread_attr_t *attr)
{
	if (attr_of(attr)->ta_valid != THREAD_VALID)
		return (EINVAL);
	attr_of(attr)->ta_valid = 0;
	return (0);
}

int
pthread_attr_getdetachstate(const pthread_attr_t *attr, int *state)
{
	*state = attr_of_const(attr)->ta_detached;
	return (0);
}

int
pthread_attr_setdetachstate(pthread_attr_t *attr, int state)
{
	if (state != PTHREAD_CREATE_JOINABLE &&
	    state != PTHREAD_CREATE_DETACHED)
		return (EINVAL);
	attr_of(attr)->ta_detached = (unsigned char)state;
	return (0);
}

int
pthread_attr_getguardsize(const pthread_attr_t *restrict attr,
    size_t *restrict size)
{
	*size = attr_of_const(attr)->ta_guardsize;
	return (0);
}

int
pthread_attr_setguardsize(pthread_attr_t *attr, size_t size)
{
	if (size > SSIZE_MAX / 2)
		return (EINVAL);
	attr_of(attr)->ta_guardsize = size;
	return (0);
}

int
pthread_attr_getstacksize(const pthread_attr_t *restrict attr,
    size_t *restrict size)
{
	*size = attr_of_const(attr)->ta_stacksize;
	return (0);
}

int
pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
	if (size < PTHREAD_STACK_MIN || size > SSIZE_MAX / 2)
		return (EINVAL);
	attr_of(attr)->ta_stacksize = size;
	return (0);
}

int
pthread_attr_getstack(const pthread_attr_t *restrict attr,
    void **restrict base, size_t *restrict size)
{
	*base = attr_of_const(attr)->ta_stack;
	*size = attr_of_const(attr)->ta_stacksize;
	return (0);
}

int
pthread_attr_setstack(pthread_attr_t *attr, void *base, size_t size)
{
	if (size < PTHREAD_STACK_MIN || (uintptr_t)base % 16 != 0 ||
	    base == NULL || size > SSIZE_MAX / 2)
		return (EINVAL);
	attr_of(attr)->ta_stack = base;
	attr_of(attr)->ta_stacksize = size;
	return (0);
}

int
pthread_attr_getscope(const pthread_attr_t *restrict attr,
    int *restrict scope)
{
	*scope = attr_of_const(attr)->ta_scope;
	return (0);
}

int
pthread_attr_setscope(pthread_attr_t *attr, int scope)
{
	if (scope == PTHREAD_SCOPE_PROCESS)
		return (ENOTSUP);
	if (scope != PTHREAD_SCOPE_SYSTEM)
		return (EINVAL);
	attr_of(attr)->ta_scope = (unsigned char)scope;
	return (0);
}

int
pthread_attr_getinheritsched(const pthread_attr_t *restrict attr,
    int *restrict inherit)
{
	*inherit = attr_of_const(attr)->ta_explicit;
	return (0);
}

int
pthread_attr_setinheritsched(pthread_attr_t *attr, int inherit)
{
	if (inherit != PTHREAD_INHERIT_SCHED &&
	    inherit != PTHREAD_EXPLICIT_SCHED)
		return (EINVAL);
	attr_of(attr)->ta_explicit = (unsigned char)inherit;
	return (0);
}

int
pthread_attr_getschedpolicy(const pthread_attr_t *restrict attr,
    int *restrict policy)
{
	*policy = attr_of_const(attr)->ta_policy;
	return (0);
}

/* There is no real-time class. */
int
pthread_attr_setschedpolicy(pthread_attr_t *attr, int policy)
{
	if (policy == SCHED_FIFO || policy == SCHED_RR)
		return (ENOTSUP);
	if (policy != SCHED_OTHER)
		return (EINVAL);
	attr_of(attr)->ta_policy = policy;
	return (0);
}

int
pthread_attr_getschedparam(const pthread_attr_t *restrict attr,
    struct sched_param *restrict param)
{
	param->sched_priority = attr_of_const(attr)->ta_priority;
	return (0);
}

int
pthread_attr_setschedparam(pthread_attr_t *restrict attr,
    const struct sched_param *restrict param)
{
	if (param->sched_priority != 0)
		return (ENOTSUP);
	attr_of(attr)->ta_priority = 0;
	return (0);
}
