/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Virtual memory and the ELF activator on the build host, with sanitizers; the
 * cases are in h_unit_*.c.
 */
#include <atf-c.h>
#include <stdio.h>
#include <stdlib.h>

#include "h_unit.h"

static atf_tc_t tcs[64];
static struct atf_tc_pack packs[64];

void
host_fail(const char *file, int line, const char *what)
{

	atf_tc_fail("%s:%d: %s", file, line, what);
}

void *
host_alloc(unsigned long size)
{
	void *p;

	if (posix_memalign(&p, 64, size) != 0)
		abort();
	return (p);
}

void
host_free(void *p)
{

	free(p);
}

void
host_print(const char *fmt, __builtin_va_list ap)
{

	(void)vfprintf(stderr, fmt, ap);
}

static void
unit_head(atf_tc_t *tc)
{
	const struct unit_case *uc;

	for (uc = unit_cases; uc->name != NULL; uc++)
		if (__builtin_strcmp(uc->name, atf_tc_get_ident(tc)) == 0)
			atf_tc_set_md_var(tc, "descr", "%s", uc->descr);
}

static void
unit_body(const atf_tc_t *tc)
{
	const struct unit_case *uc;

	unit_reset();
	for (uc = unit_cases; uc->name != NULL; uc++)
		if (__builtin_strcmp(uc->name, atf_tc_get_ident(tc)) == 0)
			uc->body();
}

ATF_TP_ADD_TCS(tp)
{
	char **config = atf_tp_get_config(tp);
	size_t i;

	for (i = 0; unit_cases[i].name != NULL; i++) {
		packs[i] = (struct atf_tc_pack){
			.m_ident = unit_cases[i].name,
			.m_head = unit_head,
			.m_body = unit_body,
		};
		atf_tc_init_pack(&tcs[i], &packs[i],
		    (const char *const *)config);
		atf_tp_add_tc(tp, &tcs[i]);
	}
	atf_utils_free_charpp(config);
	return (atf_no_error());
}
