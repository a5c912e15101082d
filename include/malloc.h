/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _MALLOC_H_
#define	_MALLOC_H_

#include <stdlib.h>

__BEGIN_DECLS
void	*memalign(size_t, size_t) __malloc_like __alloc_size(2);
__END_DECLS

#endif /* !_MALLOC_H_ */
