/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */
#ifndef _MACHINE_PCB_H_
#define	_MACHINE_PCB_H_

struct pcb {
	int	pcb_unused;
};

#endif /* !_MACHINE_PCB_H_ */
