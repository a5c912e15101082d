/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SYS_ENDIAN_H_
#define	_SYS_ENDIAN_H_

#include <sys/stdint.h>
#include <machine/endian.h>

#define	LITTLE_ENDIAN	_LITTLE_ENDIAN
#define	BIG_ENDIAN	_BIG_ENDIAN
#define	PDP_ENDIAN	_PDP_ENDIAN
#define	BYTE_ORDER	_BYTE_ORDER

#define	bswap16(x)	__builtin_bswap16(x)
#define	bswap32(x)	__builtin_bswap32(x)
#define	bswap64(x)	__builtin_bswap64(x)

#if _BYTE_ORDER == _LITTLE_ENDIAN
#define	htobe16(x)	__builtin_bswap16(x)
#define	htobe32(x)	__builtin_bswap32(x)
#define	htobe64(x)	__builtin_bswap64(x)
#define	htole16(x)	((uint16_t)(x))
#define	htole32(x)	((uint32_t)(x))
#define	htole64(x)	((uint64_t)(x))
#else
#define	htobe16(x)	((uint16_t)(x))
#define	htobe32(x)	((uint32_t)(x))
#define	htobe64(x)	((uint64_t)(x))
#define	htole16(x)	__builtin_bswap16(x)
#define	htole32(x)	__builtin_bswap32(x)
#define	htole64(x)	__builtin_bswap64(x)
#endif
#define	be16toh(x)	htobe16(x)
#define	be32toh(x)	htobe32(x)
#define	be64toh(x)	htobe64(x)
#define	le16toh(x)	htole16(x)
#define	le32toh(x)	htole32(x)
#define	le64toh(x)	htole64(x)

/*
 * Unaligned access to integers of a given byte order.
 */
static __inline uint16_t
be16dec(const void *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return ((uint16_t)((b[0] << 8) | b[1]));
}

static __inline uint32_t
be32dec(const void *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return (((uint32_t)b[0] << 24) | ((uint32_t)b[1] << 16) |
	    ((uint32_t)b[2] << 8) | b[3]);
}

static __inline uint64_t
be64dec(const void *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return (((uint64_t)be32dec(b) << 32) | be32dec(b + 4));
}

static __inline uint16_t
le16dec(const void *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return ((uint16_t)((b[1] << 8) | b[0]));
}

static __inline uint32_t
le32dec(const void *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return (((uint32_t)b[3] << 24) | ((uint32_t)b[2] << 16) |
	    ((uint32_t)b[1] << 8) | b[0]);
}

static __inline uint64_t
le64dec(const void *p)
{
	const uint8_t *b = (const uint8_t *)p;

	return (((uint64_t)le32dec(b + 4) << 32) | le32dec(b));
}

static __inline void
be16enc(void *p, uint16_t v)
{
	uint8_t *b = (uint8_t *)p;

	b[0] = (uint8_t)(v >> 8);
	b[1] = (uint8_t)v;
}

static __inline void
be32enc(void *p, uint32_t v)
{
	uint8_t *b = (uint8_t *)p;

	b[0] = (uint8_t)(v >> 24);
	b[1] = (uint8_t)(v >> 16);
	b[2] = (uint8_t)(v >> 8);
	b[3] = (uint8_t)v;
}

static __inline void
be64enc(void *p, uint64_t v)
{
	uint8_t *b = (uint8_t *)p;

	be32enc(b, (uint32_t)(v >> 32));
	be32enc(b + 4, (uint32_t)v);
}

static __inline void
le16enc(void *p, uint16_t v)
{
	uint8_t *b = (uint8_t *)p;

	b[0] = (uint8_t)v;
	b[1] = (uint8_t)(v >> 8);
}

static __inline void
le32enc(void *p, uint32_t v)
{
	uint8_t *b = (uint8_t *)p;

	b[0] = (uint8_t)v;
	b[1] = (uint8_t)(v >> 8);
	b[2] = (uint8_t)(v >> 16);
	b[3] = (uint8_t)(v >> 24);
}

static __inline void
le64enc(void *p, uint64_t v)
{
	uint8_t *b = (uint8_t *)p;

	le32enc(b, (uint32_t)v);
	le32enc(b + 4, (uint32_t)(v >> 32));
}

#endif /* !_SYS_ENDIAN_H_ */
