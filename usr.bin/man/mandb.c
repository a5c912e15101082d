/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The pages that there are, by their own word: the section NAME of each.  There
 * is no database that could be out of date; a directory of hundreds of pages is
 * read in the time that a person does not notice.
 *
 * Symbolic links to pages are passed over: the page has all its names.
 */
#include <sys/stat.h>

#include <ctype.h>
#include <dirent.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "man.h"
#include "mdoc_impl.h"

/* Add to a text that was allocated, with something between. */
static void
append(char **textp, const char *between, const char *more)
{
	char *text;

	if (asprintf(&text, "%s%s%s", *textp == NULL ? "" : *textp,
	    *textp == NULL ? "" : between, more) == -1)
		err(1, NULL);
	free(*textp);
	*textp = text;
}

/* The names on a line of .Nm. */
static void
add_names(struct page *p, char *line)
{
	char *word;

	while ((word = mdoc_word(&line)) != NULL)
		if (strcmp(word, ",") != 0)
			append(&p->p_names, ", ", mdoc_unescape(word));
}

/* Read the section NAME.  False if the file is no page. */
static bool
read_head(struct page *p)
{
	char *line = NULL, *s;
	size_t size = 0;
	ssize_t len;
	bool inside = false;
	FILE *fp;

	if ((fp = fopen(p->p_path, "re")) == NULL)
		return (false);
	while ((len = getline(&line, &size, fp)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (strncmp(line, ".Sh ", 4) == 0) {
			if (inside)
				break;
			inside = true;
		} else if (inside && strncmp(line, ".Nm ", 4) == 0)
			add_names(p, line + 4);
		else if (inside && strncmp(line, ".Nd ", 4) == 0)
			append(&p->p_text, " ", mdoc_unescape(line + 4));
		else if (p->p_text != NULL && line[0] != '.') {
			for (s = line; *s == ' '; s++)
				continue;
			append(&p->p_text, " ", mdoc_unescape(s));
		}
	}
	free(line);
	(void)fclose(fp);
	if (p->p_names != NULL && p->p_text != NULL)
		return (true);
	free(p->p_names);
	free(p->p_text);
	return (false);
}

static void
scan_section(const char *dir, char section, struct pages *ps)
{
	struct page page;
	struct dirent *de;
	char *path;
	DIR *d;

	if (asprintf(&path, "%s/man%c", dir, section) == -1)
		err(1, NULL);
	d = opendir(path);
	while (d != NULL && (de = readdir(d)) != NULL) {
		if (de->d_name[0] == '.' || de->d_type == DT_LNK)
			continue;
		memset(&page, 0, sizeof(page));
		page.p_section = section;
		if (asprintf(&page.p_path, "%s/%s", path, de->d_name) == -1)
			err(1, NULL);
		if (!read_head(&page)) {
			free(page.p_path);
			continue;
		}
		ps->list = reallocarray(ps->list, ps->n + 1,
		    sizeof(*ps->list));
		if (ps->list == NULL)
			err(1, NULL);
		ps->list[ps->n++] = page;
	}
	if (d != NULL)
		(void)closedir(d);
	free(path);
}

static int
compare(const void *a, const void *b)
{
	const struct page *p = a, *q = b;
	int order;

	order = strcmp(p->p_names, q->p_names);
	return (order != 0 ? order : p->p_section - q->p_section);
}

void
pages_scan(const char *dirs, char section, struct pages *ps)
{
	char *copy, *next, *dir;

	if ((next = copy = strdup(dirs)) == NULL)
		err(1, NULL);
	ps->list = NULL;
	ps->n = 0;
	while ((dir = strsep(&next, ":")) != NULL) {
		if (*dir == '\0')
			continue;
		if (section != '\0')
			scan_section(dir, section, ps);
		else
			for (char s = '1'; s <= '9'; s++)
				scan_section(dir, s, ps);
	}
	free(copy);
	if (ps->n > 0)
		qsort(ps->list, ps->n, sizeof(*ps->list), compare);
}

void
pages_free(struct pages *ps)
{

	while (ps->n > 0) {
		ps->n--;
		free(ps->list[ps->n].p_path);
		free(ps->list[ps->n].p_names);
		free(ps->list[ps->n].p_text);
	}
	free(ps->list);
}

bool
page_has_name(const struct page *p, const char *name)
{
	size_t len = strlen(name);
	const char *s;

	for (s = p->p_names; s != NULL; s = strstr(s, ", ")) {
		if (*s == ',')
			s += 2;
		if (strncasecmp(s, name, len) == 0 &&
		    (s[len] == ',' || s[len] == '\0'))
			return (true);
	}
	return (false);
}
