/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 */

#ifndef _SEARCH_H_
#define	_SEARCH_H_

#include <sys/cdefs.h>
#include <sys/_types.h>

typedef	__size_t	size_t;

typedef struct entry {
	char	*key;
	void	*data;
} ENTRY;

typedef	enum {
	FIND,
	ENTER
} ACTION;

typedef	enum {
	preorder,
	postorder,
	endorder,
	leaf
} VISIT;

struct hsearch_data {
	struct __hsearch	*__hsearch;
};

__BEGIN_DECLS
int	hcreate(size_t);
int	hcreate_r(size_t, struct hsearch_data *);
void	hdestroy(void);
void	hdestroy_r(struct hsearch_data *);
ENTRY	*hsearch(ENTRY, ACTION);
int	hsearch_r(ENTRY, ACTION, ENTRY **, struct hsearch_data *);
void	insque(void *, void *);
void	*lfind(const void *, const void *, size_t *, size_t,
	    int (*)(const void *, const void *));
void	*lsearch(const void *, void *, size_t *, size_t,
	    int (*)(const void *, const void *));
void	remque(void *);
void	*tdelete(const void *__restrict, void **__restrict,
	    int (*)(const void *, const void *));
void	*tfind(const void *, void * const *,
	    int (*)(const void *, const void *));
void	*tsearch(const void *, void **, int (*)(const void *, const void *));
void	twalk(const void *, void (*)(const void *, VISIT, int));
__END_DECLS

#endif /* !_SEARCH_H_ */
