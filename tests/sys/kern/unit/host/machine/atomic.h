/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_ATOMIC_H_
#define	_MACHINE_ATOMIC_H_

#define	md_fence_seq()		__atomic_thread_fence(__ATOMIC_SEQ_CST)

#endif /* !_MACHINE_ATOMIC_H_ */
