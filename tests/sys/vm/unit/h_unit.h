/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the tests of sys/vm on the build host share.  The files that are tested,
 * the shim below them (h_unit_shim.c) and the tests proper (h_unit_*.c) see the
 * kernel's headers; t_unit.c, which knows ATF, sees the host's.  Only this
 * header is for both.
 */
#ifndef _H_UNIT_H_
#define	_H_UNIT_H_

struct unit_case {
	const char	*name;
	const char	*descr;
	void		(*body)(void);
};

extern const struct unit_case unit_cases[];

/* Of the host, for the shim. */
void	host_fail(const char *file, int line, const char *what) __attribute__((
	    __noreturn__));
void	*host_alloc(unsigned long);
void	host_free(void *);
void	host_print(const char *, __builtin_va_list);
void	unit_reset(void);

#define	CHECK(e) do {							\
	if (!(e))							\
		host_fail(__FILE__, __LINE__, #e);			\
} while (0)

#endif /* !_H_UNIT_H_ */
