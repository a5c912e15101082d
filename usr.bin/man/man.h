/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What man(1) knows of the pages that there are.
 */
#ifndef _MAN_H_
#define	_MAN_H_

#include <stdbool.h>
#include <stddef.h>

struct page {
	char	*p_path;
	char	*p_names;	/* separated by ", " */
	char	*p_text;	/* what it says that it is */
	char	 p_section;
};

struct pages {
	struct page *list;
	size_t	 n;
};

/*
 * Read the heads of the pages of a section, or of all for '\0', under the
 * directories that colons separate.  The pages are sorted by name.
 */
void	pages_scan(const char *dirs, char section, struct pages *);
void	pages_free(struct pages *);

/* Is it one of the names of a page? */
bool	page_has_name(const struct page *, const char *);

#endif /* !_MAN_H_ */
