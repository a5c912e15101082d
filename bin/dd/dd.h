/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _DD_H_
#define	_DD_H_

extern const unsigned char	conv_from_ebcdic[256];
extern const unsigned char	conv_to_ebcdic[256];
extern const unsigned char	conv_to_ibm[256];

#endif /* !_DD_H_ */
