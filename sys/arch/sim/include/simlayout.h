/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Addresses that the kernel and the host's side agree on.
 */
#ifndef _MACHINE_SIMLAYOUT_H_
#define	_MACHINE_SIMLAYOUT_H_

#define	SIM_ENTRY_PAGE		0x1ffffffff000
#define	SIM_WINDOW_START	0x200000000000
#define	SIM_WINDOW_END		0x200080000000	/* 2 GiB */
#define	SIM_ARENA_START		0x300000000000
#define	SIM_ARENA_SIZE		0x2000000	/* 32 MiB */
#define	SIM_ARENA_END		(SIM_ARENA_START + SIM_ARENA_SIZE)
#define	SIM_KVA_START		0x310000000000
#define	SIM_KVA_SIZE		0x1000000	/* 16 MiB */
#define	SIM_KVA_END		(SIM_KVA_START + SIM_KVA_SIZE)

#endif /* !_MACHINE_SIMLAYOUT_H_ */
