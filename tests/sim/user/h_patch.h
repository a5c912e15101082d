/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * An input as changes of a file, for fuzz_elf and fuzz_ext2: an offset of two
 * bytes, the lower one first; a byte n; and n % 32 + 1 bytes that are written
 * there, or as many as are left.
 */
#ifndef _H_PATCH_H_
#define	_H_PATCH_H_

#define	PATCH_MAX	32

struct patch {
	unsigned int	p_offset;
	unsigned int	p_n;		/* the byte */
	unsigned int	p_len;
	const unsigned char *p_data;
};

/* Take the next one off *p, of which *left bytes are left; 0: there is none. */
static inline int
patch_next(const unsigned char **p, unsigned long *left, struct patch *pt)
{

	if (*left < 4)
		return (0);
	pt->p_offset = (*p)[0] | (unsigned int)(*p)[1] << 8;
	pt->p_n = (*p)[2];
	pt->p_len = pt->p_n % PATCH_MAX + 1;
	if (pt->p_len > *left - 3)
		pt->p_len = (unsigned int)(*left - 3);
	pt->p_data = *p + 3;
	*p += 3 + pt->p_len;
	*left -= 3 + pt->p_len;
	return (1);
}

#endif /* !_H_PATCH_H_ */
