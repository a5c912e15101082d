/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Between t_core.c, which is an ordinary program with ATF, and the h_core_*.c
 * files, which are kernel code.  Neither may use types of the other side.
 */
#ifndef _H_CORE_H_
#define	_H_CORE_H_

struct core_case {
	const char	*name;
	const char	*descr;
	void		(*fn)(void);
};
extern const struct core_case core_cases[];

/* The host's side. */
void	host_fail(const char *file, int line, const char *what)
	    __attribute__((__noreturn__));
void	host_expect_panic(const char *needle);	/* the case ends in panic */
void	host_panic(const char *message) __attribute__((__noreturn__));
void	*host_memory(unsigned long size);	/* zeroed, page aligned */
unsigned int host_random(unsigned int bound);

#define	CHECK(cond) do {						\
	if (!(cond))							\
		host_fail(__FILE__, __LINE__, #cond);			\
} while (0)

/* The cases. */
void	core_phys_all(void);
void	core_phys_orders(void);
void	core_phys_buddies(void);
void	core_phys_low(void);
void	core_phys_zero(void);
void	core_phys_double_free(void);
void	core_phys_use_after_free(void);
void	core_kmem_classes(void);
void	core_kmem_random(void);
void	core_kmem_drain(void);
void	core_kmem_ctor(void);
void	core_kmem_nomem(void);
void	core_kmem_overrun(void);
void	core_kmem_double_free(void);
void	core_kmem_wrong_size(void);
void	core_kmem_use_after_free(void);
void	core_kva_random(void);
void	core_kva_align(void);
void	core_kstack(void);
void	core_timeout_order(void);
void	core_timeout_cancel(void);
void	core_timeout_random(void);
void	core_timeout_rearm(void);
void	core_timeout_turns(void);
void	core_timeout_migrate(void);
void	core_sysctl_values(void);
void	core_sysctl_strings(void);
void	core_sysctl_names(void);
void	core_sysctl_walk(void);
void	core_sysctl_errors(void);
void	core_sysctl_dynamic(void);
void	core_uio_split(void);
void	core_uio_errors(void);
void	core_msgbuf(void);
void	core_random_stream(void);
void	core_random_uniform(void);

#endif /* !_H_CORE_H_ */
