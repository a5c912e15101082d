/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The arguments of a program on their way from the old image to the new.
 *
 * All strings lie one behind the other in one buffer, arguments first, in the
 * order and form in which they will lie on the new stack.  The buffer starts
 * with a page, which is enough nearly always, and doubles.  Strings and the
 * pointers to them together are limited to ARG_MAX, one string to
 * EXEC_STRMAX: E2BIG.
 *
 * Context	thread, sleeps.
 * Tests	tests/sys/kern/t_execve.c
 */
#include <sys/param.h>
#include <sys/errno.h>
#include <sys/exec.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/systm.h>

#define	EXEC_STRMAX	(128 * 1024)	/* bytes of one string, with its NUL */
#define	EXEC_BUFMIN	PAGE_SIZE

int
exec_args_init(struct exec_args *ea)
{

	memset(ea, 0, sizeof(*ea));
	ea->ea_size = EXEC_BUFMIN;
	ea->ea_buf = kmem_alloc(ea->ea_size, KM_SLEEP);
	return (ea->ea_buf != NULL ? 0 : SET_ERROR(ENOMEM));
}

void
exec_args_free(struct exec_args *ea)
{

	kmem_free(ea->ea_buf, ea->ea_size);
}

static inline size_t
args_used(const struct exec_args *ea)
{

	return (ea->ea_arglen + ea->ea_envlen);
}

/*
 * How many bytes of strings there may be still, if one more has a pointer.
 */
static size_t
args_left(const struct exec_args *ea)
{
	size_t used;

	used = args_used(ea) +
	    (ea->ea_argc + ea->ea_envc + 3) * sizeof(uint64_t);
	return (used >= ARG_MAX ? 0 : ARG_MAX - used);
}

/*
 * Have room for n more bytes of strings.
 */
static int
args_reserve(struct exec_args *ea, size_t n)
{
	size_t need = args_used(ea) + n, size = ea->ea_size;
	char *buf;

	if (n > args_left(ea))
		return (SET_ERROR(E2BIG));
	if (need <= size)
		return (0);
	while (size < need)
		size *= 2;
	buf = kmem_alloc(size, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOMEM));
	memcpy(buf, ea->ea_buf, args_used(ea));
	kmem_free(ea->ea_buf, ea->ea_size);
	ea->ea_buf = buf;
	ea->ea_size = size;
	return (0);
}

/*
 * Append the string at a user address; *lenp are its bytes.
 */
static int
args_copyin_string(struct exec_args *ea, const void *user, size_t *lenp)
{
	size_t room;
	int error;

	for (;;) {
		room = MIN(ea->ea_size - args_used(ea), args_left(ea));
		room = MIN(room, EXEC_STRMAX);
		error = room == 0 ? ENAMETOOLONG : copyinstr(user,
		    ea->ea_buf + args_used(ea), room, lenp);
		if (error != ENAMETOOLONG)
			return (error);
		if (room == EXEC_STRMAX || room == args_left(ea))
			return (SET_ERROR(E2BIG));
		error = args_reserve(ea, MIN(room + 1, args_left(ea)));
		if (error != 0)
			return (error);
	}
}

static int
args_copyin_pointer(const void *user, const void **pp)
{
	uint64_t w;
	int error;

	if (((uintptr_t)user & (sizeof(w) - 1)) == 0)
		error = fuword64(user, &w);
	else
		error = copyin(user, &w, sizeof(w));
	*pp = (const void *)(uintptr_t)w;
	return (error);
}

/*
 * Append a vector of strings that ends with NULL.
 */
static int
args_copyin_vector(struct exec_args *ea, char *const *vector, u_int *countp,
    size_t *bytesp)
{
	const void *s;
	size_t len;
	int error;

	for (;; vector++) {
		error = args_copyin_pointer(vector, &s);
		if (error != 0 || s == NULL)
			return (error);
		error = args_copyin_string(ea, s, &len);
		if (error != 0)
			return (error);
		*bytesp += len;
		(*countp)++;
	}
}

/*
 * Copy argv and envp in; an envp of NULL is empty.  A program always gets an
 * argv[0], if an empty one.  EFAULT, E2BIG, ENOMEM.
 */
int
exec_copyin_args(struct exec_args *ea, char *const *argv, char *const *envp)
{
	int error;

	KASSERT(args_used(ea) == 0);
	error = args_copyin_vector(ea, argv, &ea->ea_argc, &ea->ea_arglen);
	if (error == 0 && ea->ea_argc == 0)
		error = exec_add_arg(ea, "");
	if (error == 0 && envp != NULL)
		error = args_copyin_vector(ea, envp, &ea->ea_envc,
		    &ea->ea_envlen);
	return (error);
}

/*
 * Append the string at a user address as an argument.  EFAULT, E2BIG, ENOMEM.
 */
int
exec_copyin_arg(struct exec_args *ea, const char *user)
{
	size_t len;
	int error;

	KASSERT(ea->ea_envc == 0);
	error = args_copyin_string(ea, user, &len);
	if (error != 0)
		return (error);
	ea->ea_arglen += len;
	ea->ea_argc++;
	return (0);
}

/*
 * Append an argument (before any environment) and an environment string, which
 * are the kernel's.
 */
int
exec_add_arg(struct exec_args *ea, const char *s)
{
	size_t len = strlen(s) + 1;
	int error;

	KASSERT(ea->ea_envc == 0);
	error = args_reserve(ea, len);
	if (error != 0)
		return (error);
	memcpy(ea->ea_buf + args_used(ea), s, len);
	ea->ea_arglen += len;
	ea->ea_argc++;
	return (0);
}

int
exec_add_env(struct exec_args *ea, const char *s)
{
	size_t len = strlen(s) + 1;
	int error;

	error = args_reserve(ea, len);
	if (error != 0)
		return (error);
	memcpy(ea->ea_buf + args_used(ea), s, len);
	ea->ea_envlen += len;
	ea->ea_envc++;
	return (0);
}

/*
 * Put n strings in the place of argv[0].
 */
int
exec_replace_arg0(struct exec_args *ea, const char *const *strings, u_int n)
{
	size_t new = 0, old, len;
	char *p;
	u_int i;
	int error;

	KASSERT(ea->ea_argc != 0);
	for (i = 0; i < n; i++)
		new += strlen(strings[i]) + 1;
	error = args_reserve(ea, new + n * sizeof(uint64_t));
	if (error != 0)
		return (error);
	old = strlen(ea->ea_buf) + 1;
	memmove(ea->ea_buf + new, ea->ea_buf + old, args_used(ea) - old);
	for (p = ea->ea_buf, i = 0; i < n; i++) {
		len = strlen(strings[i]) + 1;
		memcpy(p, strings[i], len);
		p += len;
	}
	ea->ea_arglen += new - old;
	ea->ea_argc += n - 1;
	return (0);
}
