/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Programs of amd64 run here, so what they see is amd64's.
 */
#ifndef _MACHINE_SIM_TRAP_H_
#define	_MACHINE_SIM_TRAP_H_

#include <arch/amd64/include/trap.h>

#endif /* !_MACHINE_SIM_TRAP_H_ */
