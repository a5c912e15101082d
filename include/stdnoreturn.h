/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _STDNORETURN_H_
#define	_STDNORETURN_H_

#ifndef __cplusplus
#define	noreturn	_Noreturn
#endif

#endif /* !_STDNORETURN_H_ */
