/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * false: return the status 1.
 */

int
main(void)
{
	return (1);
}
