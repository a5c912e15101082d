/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef NULL
#ifdef __cplusplus
#define	NULL	__null
#else
#define	NULL	((void *)0)
#endif
#endif
