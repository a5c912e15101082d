/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Word expansion (POSIX 2.6).
 *
 * The parts of a word are expanded into an exbuf: bytes, and for each byte
 * a flag that says where it came from.
 *	XB_QUOTED  was quoted: it neither splits fields nor is a pattern
 *	XB_SPLIT   result of an unquoted expansion: IFS may split here
 *	0	   literal: not split, but may be a pattern
 * Two flags mark places instead of bytes (the byte is then NUL):
 *	XB_BREAK   between the fields of $@
 *	XB_NULL	   here was a quoted null string, so there is a field even if
 *		   nothing else is in it
 * Field splitting then is one pass over the exbuf, and a field becomes a
 * pattern by putting a backslash before each quoted special character.
 */

#include <stdio.h>

#include <pwd.h>

#include "eval.h"
#include "expand.h"
#include "var.h"

/* Where field splitting is; see split_fields(). */
enum split_state {
	SS_START,		/* no field, and no delimiter behind us */
	SS_FIELD,		/* in a field */
	SS_WHITE,		/* a field was ended by IFS white space */
	SS_DELIM		/* after another delimiter */
};

static void	field_add(const struct exbuf *, size_t, size_t,
		    struct strlist *);
static void	split_fields(const struct exbuf *, struct strlist *);
static void	expand_command(struct exbuf *, const struct wpart *);
static void	expand_arith(struct exbuf *, const struct wpart *);

void
exbuf_put(struct exbuf *xb, const char *s, size_t len, int flag)
{
	if (len == 0)
		return;
	sbuf_put(&xb->xb_text, s, len);
	if (xb->xb_flag.sb_cap - xb->xb_flag.sb_len < len)
		sbuf_grow(&xb->xb_flag, len);
	memset(xb->xb_flag.sb_s + xb->xb_flag.sb_len, flag, len);
	xb->xb_flag.sb_len += len;
	xb->xb_any |= flag;
}

/* Put a mark: XB_BREAK or XB_NULL. */
void
exbuf_mark(struct exbuf *xb, int flag)
{
	sbuf_putc(&xb->xb_text, '\0');
	sbuf_putc(&xb->xb_flag, flag);
	xb->xb_any |= flag;
}

/* The bytes from index from to index to, without marks. */
static char *
exbuf_string(const struct exbuf *xb, size_t from, size_t to)
{
	const char *text = xb->xb_text.sb_s, *flag = xb->xb_flag.sb_s;
	char *s, *p;

	if ((xb->xb_any & (XB_BREAK | XB_NULL)) == 0)
		return (tmp_strndup(text + from, to - from));
	p = s = tmp_alloc(to - from + 1);
	for (; from < to; from++) {
		if ((flag[from] & (XB_BREAK | XB_NULL)) == 0)
			*p++ = text[from];
	}
	*p = '\0';
	return (s);
}

/*
 * The same as a pattern: quoted characters that could be special in one
 * get a backslash.
 */
char *
exbuf_pattern(const struct exbuf *xb, size_t from, size_t to)
{
	const char *text = xb->xb_text.sb_s, *flag = xb->xb_flag.sb_s;
	char *s, *p;

	p = s = tmp_alloc((to - from) * 2 + 1);
	for (; from < to; from++) {
		if ((flag[from] & (XB_BREAK | XB_NULL)) != 0)
			continue;
		if ((flag[from] & XB_QUOTED) != 0 &&
		    strchr("\\*?[]-!^:.=", text[from]) != NULL)
			*p++ = '\\';
		*p++ = text[from];
	}
	*p = '\0';
	return (s);
}

const char *
expand_ifs(void)
{
	const char *ifs = var_getn("IFS", 3);

	return (ifs != NULL ? ifs : " \t\n");
}

/* The home directory of user, of ourselves if it is empty; or NULL. */
char *
expand_tilde(const char *user)
{
	const struct passwd *pw;
	const char *home;

	if (*user == '\0') {
		home = var_getn("HOME", 4);
		return (home != NULL ? tmp_strdup(home) : NULL);
	}
	pw = getpwnam(user);
	return (pw != NULL ? tmp_strdup(pw->pw_dir) : NULL);
}

static void
expand_tilde_part(struct exbuf *xb, const struct wpart *p)
{
	const struct wpart *next = p->wp_next;
	const char *home = expand_tilde(p->wp_text);
	size_t len;

	if (home == NULL) {
		exbuf_put(xb, "~", 1, XB_QUOTED);
		exbuf_put(xb, p->wp_text, p->wp_len, XB_QUOTED);
		return;
	}
	len = strlen(home);
	/* With HOME=/ or ending so, ~/x must not become //x. */
	if (len != 0 && home[len - 1] == '/' && next != NULL &&
	    next->wp_kind == WK_LITERAL && *next->wp_text == '/')
		len--;
	if (len == 0)
		exbuf_mark(xb, XB_NULL);
	exbuf_put(xb, home, len, XB_QUOTED);
}

static void
expand_command(struct exbuf *xb, const struct wpart *p)
{
	size_t len;
	char *out;

	sh.sh_substatus = 0;
	if (p->wp_tree == NULL) {
		sh.sh_status = 0;
		if (p->wp_quoted)
			exbuf_mark(xb, XB_NULL);
		return;
	}
	out = eval_substitution(p->wp_tree, &len);
	if (p->wp_quoted && len == 0)
		exbuf_mark(xb, XB_NULL);
	exbuf_put(xb, out, len, p->wp_quoted ? XB_QUOTED : XB_SPLIT);
}

static void
expand_arith(struct exbuf *xb, const struct wpart *p)
{
	char buf[32];
	int len;

	len = snprintf(buf, sizeof(buf), "%jd",
	    arith_eval(expand_string(p->wp_word->w_parts)));
	exbuf_put(xb, buf, (size_t)len, p->wp_quoted ? XB_QUOTED : XB_SPLIT);
}

/* Expand parts behind what is in xb. */
void
expand_parts(struct exbuf *xb, const struct wpart *p, int flags)
{
	sh_check_stack();
	for (; p != NULL; p = p->wp_next) {
		switch (p->wp_kind) {
		case WK_LITERAL:
			if (p->wp_len == 0) {
				if (p->wp_quoted)
					exbuf_mark(xb, XB_NULL);
			} else
				exbuf_put(xb, p->wp_text, p->wp_len,
				    p->wp_quoted ? XB_QUOTED :
				    (flags & XF_INNER) != 0 ? XB_SPLIT : 0);
			break;
		case WK_TILDE:
			expand_tilde_part(xb, p);
			break;
		case WK_PARAM:
			expand_param(xb, p, flags);
			break;
		case WK_COMMAND:
			expand_command(xb, p);
			break;
		case WK_ARITH:
			expand_arith(xb, p);
			break;
		}
	}
}

/* Expand to one string, without splitting and pathname expansion. */
char *
expand_string(const struct wpart *p)
{
	struct exbuf xb;

	if (p == NULL)
		return (tmp_strndup("", 0));
	if (p->wp_next == NULL && p->wp_kind == WK_LITERAL)
		return ((char *)(uintptr_t)p->wp_text);
	memset(&xb, 0, sizeof(xb));
	expand_parts(&xb, p, 0);
	if ((xb.xb_any & (XB_BREAK | XB_NULL)) == 0)
		return (sbuf_str(&xb.xb_text));
	return (exbuf_string(&xb, 0, xb.xb_text.sb_len));
}

/* Expand to a pattern for pattern_match(). */
char *
expand_pattern(const struct wpart *p)
{
	struct exbuf xb;

	memset(&xb, 0, sizeof(xb));
	expand_parts(&xb, p, 0);
	return (exbuf_pattern(&xb, 0, xb.xb_text.sb_len));
}

/* Expand a word to any number of fields. */
void
expand_fields(const struct word *w, struct strlist *list)
{
	const struct wpart *p = w->w_parts;
	struct exbuf xb;

	if (p != NULL && p->wp_next == NULL && p->wp_kind == WK_LITERAL &&
	    (p->wp_quoted || !pattern_special(p->wp_text))) {
		strlist_add(list, (char *)(uintptr_t)p->wp_text);
		return;
	}
	memset(&xb, 0, sizeof(xb));
	expand_parts(&xb, p, XF_SPLIT);
	if ((xb.xb_any & (XB_SPLIT | XB_BREAK)) != 0)
		split_fields(&xb, list);
	else if (xb.xb_text.sb_len != 0)
		field_add(&xb, 0, xb.xb_text.sb_len, list);
}

/* Add the field from..to, or the pathnames that it stands for. */
static void
field_add(const struct exbuf *xb, size_t from, size_t to,
    struct strlist *list)
{
	const char *pat;
	size_t i;
	char c;

	if (!sh_opt(NOGLOB)) {
		for (i = from; i < to; i++) {
			c = xb->xb_text.sb_s[i];
			if ((c != '*' && c != '?' && c != '[') ||
			    (xb->xb_flag.sb_s[i] & XB_QUOTED) != 0)
				continue;
			pat = exbuf_pattern(xb, from, to);
			if (pattern_special(pat) && glob_expand(pat, list))
				return;
			break;
		}
	}
	strlist_add(list, exbuf_string(xb, from, to));
}

/*
 * Field splitting (POSIX 2.6.5).  A delimiter is a character of IFS that is
 * no white space, with any IFS white space around it, or else IFS white
 * space alone.
 */
static void
split_fields(const struct exbuf *xb, struct strlist *list)
{
	const char *text = xb->xb_text.sb_s, *flag = xb->xb_flag.sb_s;
	const char *ifs = expand_ifs();
	enum split_state state = SS_START;
	size_t i, start = 0, len = xb->xb_text.sb_len;
	bool delim, white;

	for (i = 0; i < len; i++) {
		delim = (flag[i] & XB_SPLIT) != 0 &&
		    strchr(ifs, text[i]) != NULL;
		white = delim && (text[i] == ' ' || text[i] == '\t' ||
		    text[i] == '\n');
		if ((flag[i] & XB_BREAK) != 0) {
			if (state == SS_FIELD)
				field_add(xb, start, i, list);
			state = SS_START;
		} else if (!delim) {
			if (state != SS_FIELD)
				start = i;
			state = SS_FIELD;
		} else if (state == SS_FIELD) {
			field_add(xb, start, i, list);
			state = white ? SS_WHITE : SS_DELIM;
		} else if (!white) {
			if (state != SS_WHITE)
				strlist_add(list, tmp_strndup("", 0));
			state = SS_DELIM;
		}
	}
	if (state == SS_FIELD)
		field_add(xb, start, len, list);
}
