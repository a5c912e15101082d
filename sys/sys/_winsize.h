/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS__WINSIZE_H_
#define	_SYS__WINSIZE_H_

struct winsize {
	unsigned short	ws_row;		/* in characters */
	unsigned short	ws_col;
	unsigned short	ws_xpixel;
	unsigned short	ws_ypixel;
};

#endif /* !_SYS__WINSIZE_H_ */
