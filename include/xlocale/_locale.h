/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _XLOCALE__LOCALE_H_
#define	_XLOCALE__LOCALE_H_

typedef	struct __locale	*locale_t;

#endif /* !_XLOCALE__LOCALE_H_ */
