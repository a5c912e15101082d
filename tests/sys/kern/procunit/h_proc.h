/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Between t_procunit.c, an ordinary program with ATF, and the h_proc_*.c files,
 * which are kernel code.  Neither may use types of the other side.
 */
#ifndef _H_PROC_H_
#define	_H_PROC_H_

struct unit_case {
	const char	*name;
	const char	*descr;
	void		(*fn)(void);
};
extern const struct unit_case unit_cases[];

/* The host's side. */
void	host_fail(const char *file, int line, const char *what)
	    __attribute__((__noreturn__));
void	*host_malloc(unsigned long);
void	host_free(void *);
unsigned int host_random(unsigned int bound);

#define	CHECK(cond) do {						\
	if (!(cond))							\
		host_fail(__FILE__, __LINE__, #cond);			\
} while (0)

/*
 * Memory of the kernel: how many pieces are in use, and after how many more
 * allocations the next fails (< 0: never).
 */
extern long	shim_live;
extern long	shim_fail_after;
#endif /* !_H_PROC_H_ */
