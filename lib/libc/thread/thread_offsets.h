/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What assembly knows of struct __pthread; thread_impl.h asserts it.
 */
#ifndef _THREAD_OFFSETS_H_
#define	_THREAD_OFFSETS_H_

#define	TCB_THREAD		0x10	/* tcb_thread */
#define	PT_CANCEL		0	/* pt_cancel */
#define	PT_CANCEL_DEFER		4	/* pt_cancel_defer */

/* pt_cancel: acted upon when it is exactly this. */
#define	PT_CANCEL_PENDING	0x01
#define	PT_CANCEL_DISABLED	0x02

#define	EINTR_VALUE		4
#define	ECANCELED_VALUE		85

#endif /* !_THREAD_OFFSETS_H_ */
