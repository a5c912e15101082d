/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tsort: put names in an order in which each stands before those it precedes.
 *
 * Names are nodes of a graph, in the order of their first appearance; names
 * without a predecessor left are printed.  When there is none, a cycle is
 * reported and broken at its last edge.
 */
#include <ctype.h>
#include <err.h>
#include <search.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct node {
	char		*name;
	struct node	*next;		/* in the order of appearance */
	struct node	*ready;		/* the queue of those to print */
	struct node	*from;		/* in a search for a cycle */
	struct edge	*edges;
	struct edge	**lastedge;
	size_t		 before;	/* predecessors not yet printed */
	bool		 printed, visited;
};

struct edge {
	struct edge	*next;
	struct node	*to;
	bool		 gone;
};

static void		*tree;
static struct node	*nodes, **lastnode = &nodes;
static struct node	*queue, **lastready = &queue;
static bool		 qflag;

static void	read_pairs(FILE *, const char *);
static int	sort(void);
static void	usage(void) __dead2;

int
main(int argc, char *argv[])
{
	FILE *fp = stdin;
	int ch, rval;

	while ((ch = getopt(argc, argv, "q")) != -1) {
		if (ch != 'q')
			usage();
		qflag = true;
	}
	argc -= optind;
	argv += optind;
	if (argc > 1)
		usage();
	if (argc == 1 && strcmp(*argv, "-") != 0 &&
	    (fp = fopen(*argv, "r")) == NULL)
		err(1, "%s", *argv);
	read_pairs(fp, fp == stdin ? "stdin" : *argv);
	rval = sort();
	if (fclose(stdout) != 0)
		err(1, "stdout");
	return (rval);
}

static int
compare(const void *a, const void *b)
{

	return (strcmp(((const struct node *)a)->name,
	    ((const struct node *)b)->name));
}

/*
 * The node of a name.
 */
static struct node *
node_of(const char *name)
{
	struct node *n, **found;

	if ((n = calloc(1, sizeof(*n))) == NULL ||
	    (n->name = strdup(name)) == NULL)
		err(1, NULL);
	if ((found = tsearch(n, &tree, compare)) == NULL)
		err(1, NULL);
	if (*found != n) {
		free(n->name);
		free(n);
		return (*found);
	}
	n->lastedge = &n->edges;
	*lastnode = n;
	lastnode = &n->next;
	return (n);
}

static void
add_edge(struct node *a, struct node *b)
{
	struct edge *e;

	if (a == b)
		return;
	if ((e = calloc(1, sizeof(*e))) == NULL)
		err(1, NULL);
	e->to = b;
	*a->lastedge = e;
	a->lastedge = &e->next;
	b->before++;
}

static void
read_pairs(FILE *fp, const char *name)
{
	struct node *a = NULL, *b;
	char *line = NULL, *s, *word;
	size_t room = 0;

	while (getline(&line, &room, fp) > 0)
		for (s = line; (word = strsep(&s, " \t\n\v\f\r")) != NULL;) {
			if (*word == '\0')
				continue;
			b = node_of(word);
			if (a != NULL)
				add_edge(a, b);
			a = a == NULL ? b : NULL;
		}
	if (ferror(fp))
		err(1, "%s", name);
	if (a != NULL)
		errx(1, "%s: an odd number of names", name);
	free(line);
}

static void
make_ready(struct node *n)
{

	n->ready = NULL;
	*lastready = n;
	lastready = &n->ready;
}

static void
remove_edge(struct edge *e)
{

	e->gone = true;
	if (--e->to->before == 0)
		make_ready(e->to);
}

/*
 * Every node left has a predecessor left, so that walking forwards from one
 * that lies on a cycle comes back.  Returns the edge that closes the cycle that
 * is found first, and in `*last' the node it comes from.
 */
static struct edge *
find_cycle(struct node *start, struct node **last)
{
	struct node *n = start, *up;
	struct edge *e;

	start->visited = true;
	start->from = NULL;
	for (;;) {
		for (e = n->edges; e != NULL; e = e->next) {
			if (e->gone || e->to->printed)
				continue;
			for (up = n; up != NULL && up != e->to; up = up->from)
				continue;
			if (up != NULL) {
				*last = n;
				return (e);
			}
			if (!e->to->visited)
				break;
		}
		if (e != NULL) {
			e->to->from = n;
			e->to->visited = true;
			n = e->to;
		} else if ((n = n->from) == NULL)
			return (NULL);
	}
}

static void
report(const struct node *n, const struct node *first)
{

	if (n != first)
		report(n->from, first);
	warnx("%s", n->name);
}

static void
break_cycle(void)
{
	struct node *last = NULL, *n;
	struct edge *e = NULL;

	for (n = nodes; n != NULL; n = n->next)
		n->visited = false;
	for (n = nodes; n != NULL && e == NULL; n = n->next)
		if (!n->printed && !n->visited)
			e = find_cycle(n, &last);
	if (e == NULL)
		errx(1, "no cycle, but nothing without predecessor");
	if (!qflag) {
		warnx("cycle in data");
		report(last, e->to);
	}
	remove_edge(e);
}

static int
sort(void)
{
	struct node *n;
	struct edge *e;
	size_t left = 0;
	int rval = 0;

	for (n = nodes; n != NULL; n = n->next) {
		left++;
		if (n->before == 0)
			make_ready(n);
	}
	while (left > 0) {
		while (queue == NULL) {
			rval = 1;
			break_cycle();
		}
		n = queue;
		if ((queue = n->ready) == NULL)
			lastready = &queue;
		n->printed = true;
		left--;
		if (puts(n->name) == EOF)
			err(1, "stdout");
		for (e = n->edges; e != NULL; e = e->next)
			if (!e->gone)
				remove_edge(e);
	}
	return (rval);
}

static void
usage(void)
{

	(void)fprintf(stderr, "usage: tsort [-q] [file]\n");
	exit(1);
}
