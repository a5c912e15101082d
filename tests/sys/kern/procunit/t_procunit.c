/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Runs the cases of h_proc_cases.c.
 */
#include <atf-c.h>
#include <stdlib.h>
#include <string.h>

#include "h_proc.h"

const char *__asan_default_options(void);

/* ATF's library does not free what it made. */
const char *
__asan_default_options(void)
{

	return ("detect_leaks=0");
}

void
host_fail(const char *file, int line, const char *what)
{

	atf_tc_fail("%s:%d: %s", file, line, what);
}

void *
host_malloc(unsigned long size)
{
	void *p;

	p = malloc(size);
	if (p == NULL)
		atf_tc_fail("the host has no memory");
	return (p);
}

void
host_free(void *p)
{

	free(p);
}

unsigned int
host_random(unsigned int bound)
{
	static unsigned int seed = 1;

	seed = seed * 1103515245 + 12345;
	return ((seed >> 8) % bound);
}

static atf_tc_t	tcs[16];
static struct atf_tc_pack packs[16];

static const struct unit_case *
unit_find(const atf_tc_t *tc)
{
	const struct unit_case *uc;

	for (uc = unit_cases; uc->name != NULL; uc++) {
		if (strcmp(uc->name, atf_tc_get_ident(tc)) == 0)
			break;
	}
	return (uc);
}

static void
unit_head(atf_tc_t *tc)
{

	atf_tc_set_md_var(tc, "descr", "%s", unit_find(tc)->descr);
}

static void
unit_body(const atf_tc_t *tc)
{

	unit_find(tc)->fn();
}

ATF_TP_ADD_TCS(tp)
{
	size_t i;

	for (i = 0; unit_cases[i].name != NULL; i++) {
		packs[i] = (struct atf_tc_pack){
			.m_ident = unit_cases[i].name,
			.m_head = unit_head,
			.m_body = unit_body,
		};
		atf_tc_init_pack(&tcs[i], &packs[i], NULL);
		atf_tp_add_tc(tp, &tcs[i]);
	}
	return (atf_no_error());
}
