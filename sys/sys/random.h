/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_RANDOM_H_
#define	_SYS_RANDOM_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__size_t	size_t;
typedef	__ssize_t	ssize_t;

#define	GRND_NONBLOCK	0x1
#define	GRND_RANDOM	0x2
#define	GRND_INSECURE	0x4

#ifdef _KERNEL
#include <sys/types.h>

/*
 * The kernel's generator; random(9).  random_bytes and its like never block
 * and work from the first line of the kernel on; before random_seeded() what
 * they return is only as good as the hardware.  Any context up to IPL_VM.
 */
void	random_bytes(void *, size_t);
uint32_t random_u32(void);
uint64_t random_u64(void);
uint32_t random_uniform(uint32_t bound);	/* [0, bound), unbiased */

/*
 * Mix in len bytes that are worth at most `bits' bits, from the source src.
 * Any context up to IPL_VM.
 */
void	random_add_entropy(const void *, size_t len, u_int bits,
	    const char *src);
bool	random_seeded(void);
/* Sleep until it is seeded: 0, EINTR or ERESTART. */
int	random_wait(void);

/* Core: boot. */
void	random_init(void);
void	random_init_cpu(u_int cpu);
extern uintptr_t __stack_chk_guard;
void	random_init_late(void);
#else
__BEGIN_DECLS
ssize_t	getrandom(void *, size_t, unsigned int);
__END_DECLS
#endif

#endif /* !_SYS_RANDOM_H_ */
