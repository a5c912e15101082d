/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * nan(tag): a quiet NaN whose mantissa holds the number that the tag spells in
 * C's notation, as far as it has room.
 */

#include <stdlib.h>

#include "libm.h"

static uint64_t
nan_payload(const char *tag)
{
	char *end;
	unsigned long long n = strtoull(tag, &end, 0);

	return (*tag == '\0' || *end != '\0' ? 0 : n);
}

float
nanf(const char *tag)
{
	union { uint32_t u; float f; } v = {
	    .u = 0x7fc00000 | (uint32_t)(nan_payload(tag) & 0x3fffff) };

	return (v.f);
}

double
nan(const char *tag)
{
	union { uint64_t u; double f; } v = {
	    .u = 0x7ff8000000000000 | (nan_payload(tag) & 0x7ffffffffffff) };

	return (v.f);
}

long double
nanl(const char *tag)
{
	union { struct { uint64_t m; uint16_t e; } u; long double f; } v = {
	    .u = { 0xc000000000000000 | (nan_payload(tag) & 0x3fffffffffffffff),
	    0x7fff } };

	return (v.f);
}
