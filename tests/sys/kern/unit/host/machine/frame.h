/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_FRAME_H_
#define	_MACHINE_FRAME_H_

struct trapframe {
	int	tf_unused;
};

#define	TRAPF_USERMODE(tf)	((void)(tf), false)

#endif /* !_MACHINE_FRAME_H_ */
