/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A program that executes `syscall' itself, which would reach the host.
 */

#include "h_main.h"

int
sim_main(void)
{
	long result = 39;		/* a call that does no harm there */

	__asm__ volatile("syscall" : "+a" (result) : : "rcx", "r11", "memory");
	return (0);
}
