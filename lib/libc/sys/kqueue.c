/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#include <sys/event.h>

int
kqueue(void)
{

	return (kqueue1(0));
}
