/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

/*
 * Blocks of items.
 */
#include <errno.h>
#include "stdio_impl.h"

size_t
fread_unlocked(void *__restrict buf, size_t size, size_t n, FILE *__restrict f)
{
	size_t bytes, done;

	if (__builtin_mul_overflow(size, n, &bytes)) {
		errno = EOVERFLOW;
		f->f_flags |= FF_ERR;
		return (0);
	}
	if (bytes == 0)
		return (0);
	done = sf_fread(f, buf, bytes);
	return (done == bytes ? n : done / size);
}

size_t
fread(void *__restrict buf, size_t size, size_t n, FILE *__restrict f)
{
	size_t ret;

	sf_lock(f);
	ret = fread_unlocked(buf, size, n, f);
	sf_unlock(f);
	return (ret);
}

size_t
fwrite_unlocked(const void *__restrict buf, size_t size, size_t n,
    FILE *__restrict f)
{
	size_t bytes, done;

	if (__builtin_mul_overflow(size, n, &bytes)) {
		errno = EOVERFLOW;
		f->f_flags |= FF_ERR;
		return (0);
	}
	if (bytes == 0)
		return (0);
	done = sf_fwrite(f, buf, bytes);
	return (done == bytes ? n : done / size);
}

size_t
fwrite(const void *__restrict buf, size_t size, size_t n, FILE *__restrict f)
{
	size_t ret;

	sf_lock(f);
	ret = fwrite_unlocked(buf, size, n, f);
	sf_unlock(f);
	return (ret);
}
