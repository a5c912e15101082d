/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * true: return the status 0.
 */

int
main(void)
{
	return (0);
}
