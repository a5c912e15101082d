/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MACHINE_SIGNAL_H_
#define	_MACHINE_SIGNAL_H_

typedef	int	sig_atomic_t;

/*
 * Room for a signal frame: registers, the extended state of AVX-512 and a
 * little for the handler itself.
 */
#define	MINSIGSTKSZ	4096

#endif /* !_MACHINE_SIGNAL_H_ */
