/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Variables.
 *
 * A variable is kept as the string NAME=value, which is what the environment
 * of a program consists of.  Variables that come from the shell's own
 * environment keep the string they came with (VF_STATIC), so that a shell
 * which only starts a program copies nothing.
 *
 * Invariants	(1) v_text always is NAME=..., also of an unset variable.
 *		(2) An entry is never removed, so pointers to it stay valid.
 *		(3) VF_DYNAMIC is cleared by the first assignment.
 *
 * A scope remembers variables as they were when they became local to it.
 * Functions open one, and so do commands with assignments in front of them.
 */

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "eval.h"
#include "var.h"

#define	VAR_BUCKETS	64		/* a power of two */

struct saved_var {
	struct saved_var *sv_next;
	struct var	*sv_var;
	struct var	sv_old;
};

struct var_frame {
	struct var_frame *vf_prev;
	struct saved_var *vf_saved;
};

static const char	*fetch_lineno(void);
static const char	*fetch_pwd(void);
static void		path_changed(const char *);
static struct var	*var_find(const char *, size_t, bool);
static void		var_assign(struct var *, const char *, size_t, int);

static struct var	*buckets[VAR_BUCKETS];
static struct var_frame	*frames;
static char		ppid_text[32];

/* Variables that the shell sets, or wants to hear of. */
static struct var	known[] = {
	{ NULL, (char *)(uintptr_t)"HISTSIZE=", 8, 0,
	  VF_STATIC | VF_UNSET, history_resize, NULL },
	{ NULL, (char *)(uintptr_t)"IFS= \t\n", 3, 0, VF_STATIC, NULL, NULL },
	{ NULL, (char *)(uintptr_t)"LANG=", 4, 0,
	  VF_STATIC | VF_UNSET, locale_changed, NULL },
	{ NULL, (char *)(uintptr_t)"LC_ALL=", 6, 0,
	  VF_STATIC | VF_UNSET, locale_changed, NULL },
	{ NULL, (char *)(uintptr_t)"LC_CTYPE=", 8, 0,
	  VF_STATIC | VF_UNSET, locale_changed, NULL },
	{ NULL, (char *)(uintptr_t)"LINENO=", 6, 0,
	  VF_STATIC | VF_DYNAMIC, NULL, fetch_lineno },
	{ NULL, (char *)(uintptr_t)"OPTIND=1", 6, 0,
	  VF_STATIC, getopts_reset, NULL },
	{ NULL, (char *)(uintptr_t)
	  "PATH=/sbin:/bin:/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin",
	  4, 0, VF_STATIC, path_changed, NULL },
	{ NULL, (char *)(uintptr_t)"PS2=> ", 3, 0, VF_STATIC, NULL, NULL },
	{ NULL, (char *)(uintptr_t)"PS4=+ ", 3, 0, VF_STATIC, NULL, NULL },
	{ NULL, (char *)(uintptr_t)"PWD=", 3, 0,
	  VF_STATIC | VF_DYNAMIC, NULL, fetch_pwd }
};

static inline unsigned
var_hash(const char *name, size_t len)
{
	unsigned h = (unsigned)len;

	while (len-- != 0)
		h = h * 31 + (unsigned char)*name++;
	return ((h ^ h >> 6) & (VAR_BUCKETS - 1));
}

static struct var *
var_find(const char *name, size_t len, bool create)
{
	struct var **vp, *v;
	char *text;

	vp = &buckets[var_hash(name, len)];
	for (v = *vp; v != NULL; v = v->v_next) {
		if (v->v_namelen == len && memcmp(v->v_text, name, len) == 0)
			return (v);
	}
	if (!create)
		return (NULL);
	text = mem_alloc(len + 2);
	memcpy(text, name, len);
	text[len] = '=';
	text[len + 1] = '\0';
	v = mem_alloc(sizeof(*v));
	memset(v, 0, sizeof(*v));
	v->v_text = text;
	v->v_namelen = (uint32_t)len;
	v->v_size = (uint32_t)len + 2;
	v->v_flags = VF_UNSET;
	v->v_next = *vp;
	*vp = v;
	return (v);
}

/* A variable whose string was not allocated by us. */
static struct var *
var_adopt(char *text, size_t namelen, unsigned flags)
{
	static struct var room[48];
	static size_t used;
	struct var **vp, *v;

	if ((v = var_find(text, namelen, false)) == NULL) {
		vp = &buckets[var_hash(text, namelen)];
		v = used < SH_NELEM(room) ? &room[used++] :
		    mem_alloc(sizeof(*v));
		memset(v, 0, sizeof(*v));
		v->v_namelen = (uint32_t)namelen;
		v->v_next = *vp;
		*vp = v;
	}
	v->v_text = text;
	v->v_size = 0;
	v->v_flags = flags | VF_STATIC;
	return (v);
}

/* Take over the environment, and set what the shell itself sets. */
void
var_init(char **envp)
{
	struct var *v;
	size_t i, n;

	for (i = 0; i < SH_NELEM(known); i++) {
		n = var_hash(known[i].v_text, known[i].v_namelen);
		known[i].v_next = buckets[n];
		buckets[n] = &known[i];
	}
	for (; *envp != NULL; envp++) {
		n = name_span(*envp);
		if (n == 0 || (*envp)[n] != '=' ||
		    strncmp(*envp, "IFS=", 4) == 0 ||
		    strncmp(*envp, "LINENO=", 7) == 0)
			continue;
		v = var_adopt(*envp, n, VF_EXPORT);
		if (strncmp(*envp, "PWD=", 4) == 0)
			v->v_flags |= VF_DYNAMIC;
		else if (v->v_hook != NULL)
			v->v_hook(*envp + n + 1);
	}
	(void)snprintf(ppid_text, sizeof(ppid_text), "PPID=%d",
	    (int)getppid());
	(void)var_adopt(ppid_text, 4, 0);
	var_set("OPTIND", "1", 0);
}

static const char *
fetch_lineno(void)
{
	static char buf[12];

	(void)snprintf(buf, sizeof(buf), "%d", sh.sh_line);
	return (buf);
}

/* Called once, unless cd or an assignment comes first. */
static const char *
fetch_pwd(void)
{
	const char *dir = cwd_get();
	struct var *v = var_find("PWD", 3, false);

	var_assign(v, dir, strlen(dir), 0);
	return (v->v_text + 4);
}

static void
path_changed(const char *value)
{
	exec_hash_clear();
}

static inline const char *
var_value(struct var *v)
{
	if ((v->v_flags & (VF_UNSET | VF_DYNAMIC)) != 0) {
		if ((v->v_flags & VF_DYNAMIC) != 0)
			return (v->v_fetch());
		return (NULL);
	}
	return (v->v_text + v->v_namelen + 1);
}

/* The value of a variable, valid until it changes; NULL if it is unset. */
const char *
var_getn(const char *name, size_t len)
{
	struct var *v = var_find(name, len, false);

	return (v != NULL ? var_value(v) : NULL);
}

const char *
var_get(const char *name)
{
	return (var_getn(name, strlen(name)));
}

bool
var_is_set(const char *name)
{
	return (var_get(name) != NULL);
}

bool
var_is_readonly(const char *name)
{
	struct var *v = var_find(name, strlen(name), false);

	return (v != NULL && (v->v_flags & VF_READONLY) != 0);
}

/* Assign without a look at VF_READONLY.  The value may lie in v itself. */
static void
var_assign(struct var *v, const char *value, size_t len, int flags)
{
	size_t need = v->v_namelen + len + 2;
	char *text = v->v_text;

	if (v->v_size < need) {
		text = mem_alloc(need + 8);
		memcpy(text, v->v_text, v->v_namelen + 1);
	}
	memmove(text + v->v_namelen + 1, value, len);
	text[need - 1] = '\0';
	if (text != v->v_text) {
		if ((v->v_flags & VF_STATIC) == 0)
			free(v->v_text);
		v->v_text = text;
		v->v_size = (uint32_t)need + 8;
	}
	v->v_flags &= ~(unsigned)(VF_STATIC | VF_UNSET | VF_DYNAMIC);
	v->v_flags |= (unsigned)flags;
	if (sh_opt(ALLEXPORT))
		v->v_flags |= VF_EXPORT;
	if (v->v_hook != NULL)
		v->v_hook(v->v_text + v->v_namelen + 1);
}

/* Assign value and add flags; an error if the variable is read-only. */
void
var_setn(const char *name, size_t len, const char *value, int flags)
{
	struct var *v = var_find(name, len, true);

	if ((v->v_flags & VF_READONLY) != 0)
		sh_error(ST_ERROR, "%.*s: is read only", (int)len, name);
	var_assign(v, value, strlen(value), flags);
}

void
var_set(const char *name, const char *value, int flags)
{
	var_setn(name, strlen(name), value, flags);
}

/* Assign by a string NAME=value. */
void
var_set_text(const char *text, int flags)
{
	size_t n = strcspn(text, "=");

	var_setn(text, n, text + n + 1, flags);
}

void
var_set_int(const char *name, intmax_t value)
{
	char buf[32];

	(void)snprintf(buf, sizeof(buf), "%jd", value);
	var_set(name, buf, 0);
}

/* Unset a variable; false if it is read-only. */
bool
var_unset(const char *name)
{
	struct var *v = var_find(name, strlen(name), false);

	if (v == NULL)
		return (true);
	if ((v->v_flags & VF_READONLY) != 0)
		return (false);
	if ((v->v_flags & VF_STATIC) == 0)
		v->v_text[v->v_namelen + 1] = '\0';
	v->v_flags &= ~(unsigned)(VF_EXPORT | VF_DYNAMIC);
	v->v_flags |= VF_UNSET;
	if (v->v_hook != NULL)
		v->v_hook("");
	return (true);
}

void
var_add_flags(const char *name, int flags)
{
	var_find(name, strlen(name), true)->v_flags |= (unsigned)flags;
}

/* The environment for a program, in temporary memory. */
char **
var_environ(void)
{
	struct strlist list = STRLIST_INIT;
	struct var *v;
	size_t i;

	for (i = 0; i < VAR_BUCKETS; i++) {
		for (v = buckets[i]; v != NULL; v = v->v_next) {
			if ((v->v_flags & (VF_EXPORT | VF_UNSET)) == VF_EXPORT)
				strlist_add(&list, v->v_text);
		}
	}
	if (list.sl_v == NULL) {
		strlist_add(&list, NULL);
		list.sl_n = 0;
	}
	return (list.sl_v);
}

/* Call fn for the name of each variable that is set or has all of flags. */
void
var_each(int flags, void (*fn)(const char *, void *), void *arg)
{
	struct var *v;
	size_t i;

	for (i = 0; i < VAR_BUCKETS; i++) {
		for (v = buckets[i]; v != NULL; v = v->v_next) {
			if ((v->v_flags & (unsigned)flags) != (unsigned)flags)
				continue;
			if (flags != 0 || (v->v_flags & VF_UNSET) == 0)
				fn(tmp_strndup(v->v_text, v->v_namelen), arg);
		}
	}
}

static void
add_name(const char *name, void *arg)
{
	strlist_add(arg, (char *)(uintptr_t)name);
}

/*
 * Print all variables that have flags, sorted, each as a command that
 * begins with prefix if that is not NULL.
 */
void
var_print_all(int flags, const char *prefix)
{
	struct mem_mark m = tmp_mark();
	struct strlist list = STRLIST_INIT;
	const char *value;
	size_t i;

	var_each(flags, add_name, &list);
	strlist_sort(&list, 0);
	for (i = 0; i < list.sl_n; i++) {
		value = var_get(list.sl_v[i]);
		if (prefix != NULL) {
			out_puts(prefix);
			out_putc(' ');
		}
		out_puts(list.sl_v[i]);
		if (value != NULL) {
			out_putc('=');
			out_quoted(value);
		}
		out_putc('\n');
	}
	tmp_release(m);
}

struct var_frame *
var_scope(void)
{
	return (frames);
}

void
var_push_scope(void)
{
	struct var_frame *vf;

	vf = tmp_alloc(sizeof(*vf));
	vf->vf_prev = frames;
	vf->vf_saved = NULL;
	frames = vf;
}

/*
 * Make a variable local to the innermost scope: it keeps its value and
 * attributes, and has them back when the scope ends.
 */
void
var_make_local(const char *name, size_t len)
{
	struct var *v = var_find(name, len, true);
	struct saved_var *sv;

	for (sv = frames->vf_saved; sv != NULL; sv = sv->sv_next) {
		if (sv->sv_var == v)
			return;
	}
	sv = mem_alloc(sizeof(*sv));
	sv->sv_next = frames->vf_saved;
	sv->sv_var = v;
	sv->sv_old = *v;
	frames->vf_saved = sv;
	if ((v->v_flags & VF_STATIC) == 0) {
		v->v_text = mem_strdup(v->v_text);
		v->v_size = (uint32_t)strlen(v->v_text) + 1;
	}
}

void
var_pop_scope(void)
{
	struct saved_var *sv;
	struct var *v, *next;

	while ((sv = frames->vf_saved) != NULL) {
		frames->vf_saved = sv->sv_next;
		v = sv->sv_var;
		if ((v->v_flags & VF_STATIC) == 0)
			free(v->v_text);
		next = v->v_next;
		*v = sv->sv_old;
		v->v_next = next;
		free(sv);
		if (v->v_hook != NULL && (v->v_flags & VF_DYNAMIC) == 0)
			v->v_hook(v->v_text + v->v_namelen + 1);
	}
	frames = frames->vf_prev;
}

void
var_unwind(struct var_frame *vf)
{
	while (frames != vf)
		var_pop_scope();
}
