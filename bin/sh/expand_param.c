/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Parameter expansion (POSIX 2.6.2).
 */

#include <stdio.h>

#include "expand.h"
#include "var.h"

static const char	*param_special(int);
static const char	*param_value(const struct wpart *);
static void	put_value(struct exbuf *, const struct wpart *, const char *,
		    size_t);
static void	put_args(struct exbuf *, const struct wpart *, int);
static size_t	trim(const struct wpart *, const char *, const char **,
		    const char *);
static void	assign_default(struct exbuf *, const struct wpart *);
static void	unset_error(const struct wpart *) SH_NORETURN;

/* The value of a special parameter other than @ and *. */
static const char *
param_special(int c)
{
	char *buf;
	intmax_t v;

	switch (c) {
	case '#':
		v = sh.sh_params->pm_argc;
		break;
	case '?':
		v = sh.sh_status;
		break;
	case '$':
		v = sh.sh_pid;
		break;
	case '!':
		if (sh.sh_bgpid == 0)
			return (NULL);
		v = sh.sh_bgpid;
		break;
	default:			/* $- */
		buf = tmp_alloc(OPT_LAST + 2);
		opt_flags_string(buf);
		return (buf);
	}
	buf = tmp_alloc(24);
	(void)snprintf(buf, 24, "%jd", v);
	return (buf);
}

/* The value of a parameter that is not @ or *, NULL if it is unset. */
static const char *
param_value(const struct wpart *p)
{
	const char *s = p->wp_text;
	int n;

	if (*s >= '0' && *s <= '9') {
		for (n = 0; *s != '\0' && n < 100000000; s++)
			n = n * 10 + (*s - '0');
		if (n == 0)
			return (sh.sh_arg0);
		if (n > sh.sh_params->pm_argc)
			return (NULL);
		return (sh.sh_params->pm_argv[n - 1]);
	}
	if (p->wp_len == 1 && strchr("#?$!-", *s) != NULL)
		return (param_special(*s));
	return (var_getn(s, p->wp_len));
}

static void
put_value(struct exbuf *xb, const struct wpart *p, const char *s, size_t len)
{
	if (!p->wp_quoted)
		exbuf_put(xb, s, len, XB_SPLIT);
	else if (len == 0)
		exbuf_mark(xb, XB_NULL);
	else
		exbuf_put(xb, s, len, XB_QUOTED);
}

static void
unset_error(const struct wpart *p)
{
	sh_error(ST_ERROR, "%s: parameter not set", p->wp_text);
}

/*
 * Remove what the pattern pat matches at the beginning or the end of the
 * string *sp, which goes to end; returns the length of the rest.
 */
static size_t
trim(const struct wpart *p, const char *pat, const char **sp, const char *end)
{
	const char *s = *sp, *t, *last = NULL;

	switch (p->wp_op) {
	case PO_PREFIX:
	case PO_LPREFIX:
		for (t = s;; t += char_step(t, end)) {
			if (pattern_match(pat, s, t)) {
				last = t;
				if (p->wp_op == PO_PREFIX)
					break;
			}
			if (t >= end)
				break;
		}
		if (last != NULL)
			*sp = last;
		return ((size_t)(end - *sp));
	default:
		for (t = s;; t += char_step(t, end)) {
			if (pattern_match(pat, t, end)) {
				last = t;
				if (p->wp_op == PO_LSUFFIX)
					break;
			}
			if (t >= end)
				break;
		}
		return ((size_t)((last != NULL ? last : end) - s));
	}
}

/* The separator of "$*": the first character of IFS, or nothing. */
static size_t
star_separator(const char **sep)
{
	*sep = expand_ifs();
	return (**sep != '\0' ? char_step(*sep, *sep + strlen(*sep)) : 0);
}

/*
 * $@ and $*.  Where fields are wanted, there is a break between the
 * arguments, but for a quoted $*; elsewhere they are joined.
 */
static void
put_args(struct exbuf *xb, const struct wpart *p, int flags)
{
	const struct params *pm = sh.sh_params;
	const char *pat = NULL, *sep = " ", *s;
	bool star = *p->wp_text == '*';
	bool breaks = (flags & XF_SPLIT) != 0 && !(star && p->wp_quoted);
	size_t seplen = 1, len;
	int i;

	if (!breaks && star)
		seplen = star_separator(&sep);
	if (p->wp_op >= PO_PREFIX)
		pat = expand_pattern(p->wp_word->w_parts);
	for (i = 0; i < pm->pm_argc; i++) {
		if (i > 0 && breaks)
			exbuf_mark(xb, XB_BREAK);
		else if (i > 0)
			exbuf_put(xb, sep, seplen,
			    p->wp_quoted ? XB_QUOTED : XB_SPLIT);
		s = pm->pm_argv[i];
		len = strlen(s);
		if (pat != NULL)
			len = trim(p, pat, &s, s + len);
		put_value(xb, p, s, len);
	}
	if (p->wp_quoted && star && pm->pm_argc == 0)
		exbuf_mark(xb, XB_NULL);
}

static void
assign_default(struct exbuf *xb, const struct wpart *p)
{
	const char *value;

	if (!name_valid(p->wp_text, p->wp_len))
		sh_error(ST_ERROR, "%s: cannot be assigned to", p->wp_text);
	value = expand_string(p->wp_word->w_parts);
	var_setn(p->wp_text, p->wp_len, value, 0);
	put_value(xb, p, value, strlen(value));
}

/* Is p, which is $@ or $*, set to anything? */
static const char *
args_value(const struct wpart *p)
{
	const struct params *pm = sh.sh_params;

	if (pm->pm_argc == 0)
		return (NULL);
	return (pm->pm_argc == 1 ? pm->pm_argv[0] : "set");
}

/* Expand the parameter part p behind what is in xb. */
void
expand_param(struct exbuf *xb, const struct wpart *p, int flags)
{
	const char *value, *pat;
	char buf[24];
	bool args, null;
	size_t len;

	if (p->wp_op == PO_BAD)
		sh_error(ST_ERROR, "${%s...}: bad substitution", p->wp_text);
	args = p->wp_len == 1 && (*p->wp_text == '@' || *p->wp_text == '*');
	value = args ? args_value(p) : param_value(p);
	null = value == NULL || (p->wp_colon && *value == '\0');
	switch (p->wp_op) {
	case PO_DEFAULT:
		if (!null)
			break;
		expand_parts(xb, p->wp_word->w_parts, flags | XF_INNER);
		if (p->wp_quoted && p->wp_word->w_parts == NULL)
			exbuf_mark(xb, XB_NULL);
		return;
	case PO_ALTERNATE:
		if (!null)
			expand_parts(xb, p->wp_word->w_parts,
			    flags | XF_INNER);
		if (p->wp_quoted && (null || p->wp_word->w_parts == NULL))
			exbuf_mark(xb, XB_NULL);
		return;
	case PO_ASSIGN:
		if (!null)
			break;
		assign_default(xb, p);
		return;
	case PO_ERROR:
		if (!null)
			break;
		if (p->wp_word->w_parts != NULL)
			sh_error(ST_ERROR, "%s: %s", p->wp_text,
			    expand_string(p->wp_word->w_parts));
		sh_error(ST_ERROR, "%s: parameter %s", p->wp_text,
		    value == NULL ? "not set" : "null or not set");
	default:
		if (value == NULL && sh_opt(NOUNSET) && !args)
			unset_error(p);
		break;
	}
	if (p->wp_op == PO_LENGTH) {
		if (args)
			len = (size_t)sh.sh_params->pm_argc;
		else
			len = value == NULL ? 0 :
			    utf8_length(value, strlen(value));
		len = (size_t)snprintf(buf, sizeof(buf), "%zu", len);
		put_value(xb, p, buf, len);
		return;
	}
	if (args) {
		put_args(xb, p, flags);
		return;
	}
	if (value == NULL)
		value = "";
	len = strlen(value);
	if (p->wp_op >= PO_PREFIX) {
		/* The pattern may change the variable: keep its value. */
		value = tmp_strndup(value, len);
		pat = expand_pattern(p->wp_word->w_parts);
		len = trim(p, pat, &value, value + len);
	}
	put_value(xb, p, value, len);
}
