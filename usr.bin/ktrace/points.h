/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Trace points as letters, for ktrace(1) and kdump(1).
 */

#ifndef _POINTS_H_
#define	_POINTS_H_

#define	POINTS_ERROR	(-1)

int	points_parse(const char *);

#endif /* !_POINTS_H_ */
