/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Trace points as letters, for ktrace(1) and kdump(1).
 */
#include <sys/param.h>
#include <sys/ktrace.h>

#include <stddef.h>
#include <string.h>

#include "points.h"

#define	POINTS_DEFAULT	(KTRFAC_SYSCALL | KTRFAC_SYSRET | KTRFAC_NAMEI | \
			    KTRFAC_GENIO | KTRFAC_PSIG | KTRFAC_USER |	\
			    KTRFAC_STRUCT)

static const struct {
	char	p_letter;
	int	p_facs;
} points[] = {
	{ 'c', KTRFAC_SYSCALL | KTRFAC_SYSRET },
	{ 'f', KTRFAC_FAULT | KTRFAC_FAULTEND },
	{ 'i', KTRFAC_GENIO },
	{ 'n', KTRFAC_NAMEI },
	{ 's', KTRFAC_PSIG },
	{ 't', KTRFAC_STRUCT },
	{ 'u', KTRFAC_USER },
	{ 'w', KTRFAC_CSW },
	{ 'x', KTRFAC_PROCCTOR | KTRFAC_PROCDTOR },
	{ '+', POINTS_DEFAULT },
};

/*
 * The points (KTRFAC_*) that the letters name, or POINTS_ERROR.
 */
int
points_parse(const char *letters)
{
	int facs = 0;
	size_t i;

	for (; *letters != '\0'; letters++) {
		for (i = 0; i < nitems(points); i++) {
			if (points[i].p_letter == *letters)
				break;
		}
		if (i == nitems(points))
			return (POINTS_ERROR);
		facs |= points[i].p_facs;
	}
	return (facs == 0 ? POINTS_ERROR : facs);
}
