/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl: values of the kernel, by number.
 *
 * Model	A tree of nodes; each has a number among its siblings, a name,
 *		and either children or a handler.  Static nodes come from a
 *		linker set; sysctl_add() makes others.  A node may have both
 *		CTLTYPE_NODE and a handler: it then interprets the rest of the
 *		name itself (arg1, arg2: the numbers, how many).
 *
 *		The nodes below number 0 answer questions about nodes: name,
 *		next, number of a name, kind and format, description.
 *
 *		The old value is gathered in kernel memory and copied out once
 *		the handler has returned, so handlers may hold locks that the
 *		page fault of a copyout would need.
 *
 * Invariants	(1) siblings have different numbers and different names.
 *		(2) a node's oid_running counts the handlers in progress; it is
 *		    removed only when that is 0.
 *
 * Locks	(s) sysctl_lock, a mutex; not held while a handler runs.
 *		sysctl_string_lock guards the contents of writable strings.
 * Context	thread; may sleep.
 * Tests	tests/sys/kern/unit
 */
#include <sys/param.h>
#include <sys/bootinfo.h>
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/kmem.h>
#include <sys/md.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>
#include <sys/systm.h>
#include <sys/ucred.h>

#define	SYSCTL_NAMEMAX	256		/* bytes of a dotted name */
#define	SYSCTL_BUFMIN	256
#define	SYSCTL_OLDMAX	(64UL << 20)	/* of an old value */
#define	SYSCTL_NEWMAX	(1UL << 20)	/* of a new one */

SET_DECLARE(sysctl_set, struct sysctl_oid);

static struct kmutex	sysctl_lock = MUTEX_INITIALIZER(sysctl_lock, "sysctl");
static struct cv	sysctl_cv = CV_INITIALIZER(sysctl_cv, "sysctl");
static struct kmutex	sysctl_string_lock =
    MUTEX_INITIALIZER(sysctl_string_lock, "sysctl string");
static struct sysctl_tree sysctl_root = RB_INITIALIZER(&sysctl_root);

SYSCTL_ROOT_NODE(CTL_KERN, kern, "The kernel");
SYSCTL_ROOT_NODE(CTL_VM, vm, "Memory");
SYSCTL_ROOT_NODE(CTL_VFS, vfs, "File systems");
SYSCTL_ROOT_NODE(CTL_NET, net, "Network");
SYSCTL_ROOT_NODE(CTL_DEBUG, debug, "Debugging");
SYSCTL_ROOT_NODE(CTL_HW, hw, "Hardware");
SYSCTL_ROOT_NODE(CTL_MACHDEP, machdep, "This kind of machine");
SYSCTL_ROOT_NODE(CTL_USER, user, "Limits of utilities");

static int
sysctl_cmp(const struct sysctl_oid *a, const struct sysctl_oid *b)
{

	return (a->oid_number < b->oid_number ? -1 :
	    a->oid_number > b->oid_number);
}

RB_GENERATE_STATIC(sysctl_tree, sysctl_oid, oid_link, sysctl_cmp);

/* The tree; sysctl_lock is held. */

static struct sysctl_tree *
sysctl_children(struct sysctl_oid *parent)
{

	return (parent != NULL ? &parent->oid_children : &sysctl_root);
}

static struct sysctl_oid *
sysctl_child(struct sysctl_oid *parent, int number)
{
	struct sysctl_oid key = { .oid_number = number };

	return (RB_FIND(sysctl_tree, sysctl_children(parent), &key));
}

static struct sysctl_oid *
sysctl_child_named(struct sysctl_oid *parent, const char *name, size_t len)
{
	struct sysctl_oid *oid;

	RB_FOREACH(oid, sysctl_tree, sysctl_children(parent)) {
		if (strncmp(oid->oid_name, name, len) == 0 &&
		    oid->oid_name[len] == '\0')
			return (oid);
	}
	return (NULL);
}

/*
 * Link a node; false when its number or name is taken.
 */
static bool
sysctl_link(struct sysctl_oid *oid)
{
	struct sysctl_tree *siblings = sysctl_children(oid->oid_parent);
	struct sysctl_oid *last;

	if (sysctl_child_named(oid->oid_parent, oid->oid_name,
	    strlen(oid->oid_name)) != NULL)
		return (false);
	if (oid->oid_number == OID_AUTO) {
		last = RB_MAX(sysctl_tree, siblings);
		oid->oid_number = last == NULL ? CTL_AUTO_START :
		    imax(last->oid_number + 1, CTL_AUTO_START);
	}
	return (RB_INSERT(sysctl_tree, siblings, oid) == NULL);
}

/*
 * The node that a name begins with: as deep as there are nodes, or up to one
 * with a handler.  *usedp: how many numbers that took.
 */
static int
sysctl_find(const int *name, u_int n, struct sysctl_oid **oidp, u_int *usedp)
{
	struct sysctl_oid *oid = NULL, *child;
	u_int i;

	for (i = 0; i < n; i++) {
		child = sysctl_child(oid, name[i]);
		if (child == NULL)
			return (SET_ERROR(ENOENT));
		oid = child;
		if ((oid->oid_kind & CTLTYPE) != CTLTYPE_NODE ||
		    oid->oid_handler != NULL) {
			i++;
			break;
		}
	}
	if (oid == NULL)
		return (SET_ERROR(ENOENT));
	*oidp = oid;
	*usedp = i;
	return (0);
}

/* Values. */

int
sysctl_out(struct sysctl_req *req, const void *p, size_t len)
{
	size_t room, need, size;
	char *buf;
	int error = 0;

	if (req->req_old != NULL && p != NULL && len > 0) {
		room = req->req_oldlen > req->req_oldidx ?
		    req->req_oldlen - req->req_oldidx : 0;
		need = req->req_oldidx + MIN(len, room);
		if (room > 0 && need > req->req_bufsize) {
			size = MAX(SYSCTL_BUFMIN, req->req_bufsize * 2);
			size = MAX(MIN(size, req->req_oldlen), need);
			if (size > SYSCTL_OLDMAX)
				return (SET_ERROR(ENOMEM));
			buf = kmem_alloc(size, KM_SLEEP);
			if (buf == NULL)
				return (SET_ERROR(ENOMEM));
			if (req->req_buf != NULL) {
				memcpy(buf, req->req_buf, req->req_oldidx);
				kmem_free(req->req_buf, req->req_bufsize);
			}
			req->req_buf = buf;
			req->req_bufsize = size;
		}
		if (room > 0)
			memcpy(req->req_buf + req->req_oldidx, p,
			    MIN(len, room));
		if (len > room)
			error = SET_ERROR(ENOMEM);
	}
	req->req_oldidx += len;
	return (error);
}

int
sysctl_in(struct sysctl_req *req, void *p, size_t len)
{
	const char *from = req->req_new;
	int error = 0;

	if (from == NULL)
		return (0);
	if (req->req_newlen - req->req_newidx < len)
		return (SET_ERROR(EINVAL));
	if (req->req_kernel)
		memcpy(p, from + req->req_newidx, len);
	else
		error = copyin(from + req->req_newidx, p, len);
	req->req_newidx += len;
	return (error);
}

/*
 * A new value must have exactly the size of the old one.
 */
static int
sysctl_handle_value(struct sysctl_req *req, void *ptr, const void *constant,
    size_t size)
{
	char value[8];
	int error;

	KASSERT(size <= sizeof(value));
	memcpy(value, ptr != NULL ? ptr : constant, size);
	error = SYSCTL_OUT(req, value, size);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	if (ptr == NULL)
		return (SET_ERROR(EPERM));
	if (req->req_newlen != size)
		return (SET_ERROR(EINVAL));
	error = SYSCTL_IN(req, value, size);
	if (error == 0)
		memcpy(ptr, value, size);
	return (error);
}

int
sysctl_handle_int(SYSCTL_HANDLER_ARGS)
{
	int constant = (int)arg2;

	return (sysctl_handle_value(req, arg1, &constant, sizeof(int)));
}

int
sysctl_handle_long(SYSCTL_HANDLER_ARGS)
{
	long constant = (long)arg2;

	return (sysctl_handle_value(req, arg1, &constant, sizeof(long)));
}

/*
 * arg2 is the size of a writable buffer, with the NUL.
 */
int
sysctl_handle_string(SYSCTL_HANDLER_ARGS)
{
	char *value, *s = arg1;
	size_t len;
	int error;

	mutex_enter(&sysctl_string_lock);
	len = arg2 > 0 ? strnlen(s, (size_t)arg2 - 1) : strlen(s);
	error = SYSCTL_OUT(req, s, len);
	mutex_exit(&sysctl_string_lock);
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	len = req->req_newlen;
	if (arg2 <= 0)
		return (SET_ERROR(EPERM));
	if (len >= (size_t)arg2)
		return (SET_ERROR(EINVAL));
	value = kmem_zalloc(len + 1, KM_SLEEP);
	if (value == NULL)
		return (SET_ERROR(ENOMEM));
	error = SYSCTL_IN(req, value, len);
	if (error == 0) {
		mutex_enter(&sysctl_string_lock);
		memcpy(s, value, len + 1);
		mutex_exit(&sysctl_string_lock);
	}
	kmem_free(value, len + 1);
	return (error);
}

int
sysctl_handle_opaque(SYSCTL_HANDLER_ARGS)
{
	int error;

	error = SYSCTL_OUT(req, arg1, (size_t)arg2);
	if (error != 0 || !SYSCTL_WRITING(req))
		return (error);
	if (req->req_newlen != (size_t)arg2)
		return (SET_ERROR(EINVAL));
	return (SYSCTL_IN(req, arg1, (size_t)arg2));
}

/* Requests. */

static int
sysctl_check_write(const struct sysctl_oid *oid, const struct sysctl_req *req)
{

	if (!SYSCTL_WRITING(req))
		return (0);
	if ((oid->oid_kind & CTLFLAG_WR) == 0)
		return (SET_ERROR(EPERM));
	if ((oid->oid_kind & CTLFLAG_ANYBODY) != 0 || req->req_kernel)
		return (0);
	return (priv_check(req->req_td->td_cred, PRIV_SYSCTL_WRITE));
}

/*
 * Find the node and call its handler.
 */
static int
sysctl_request(const int *name, u_int n, struct sysctl_req *req)
{
	struct sysctl_oid *oid;
	u_int used;
	int error;

	mutex_enter(&sysctl_lock);
	error = sysctl_find(name, n, &oid, &used);
	if (error == 0 && oid->oid_handler == NULL)
		error = SET_ERROR(EISDIR);
	else if (error == 0 && used < n &&
	    (oid->oid_kind & CTLTYPE) != CTLTYPE_NODE)
		error = SET_ERROR(ENOTDIR);
	else if (error == 0 && oid->oid_dying)
		error = SET_ERROR(ENOENT);
	if (error == 0)
		oid->oid_running++;
	mutex_exit(&sysctl_lock);
	if (error != 0)
		return (error);

	error = sysctl_check_write(oid, req);
	if (error == 0) {
		if ((oid->oid_kind & CTLTYPE) == CTLTYPE_NODE)
			error = oid->oid_handler(oid,
			    __DECONST(int *, name + used), n - used, req);
		else
			error = oid->oid_handler(oid, oid->oid_arg1,
			    oid->oid_arg2, req);
	}

	mutex_enter(&sysctl_lock);
	if (--oid->oid_running == 0 && oid->oid_dying)
		cv_broadcast(&sysctl_cv);
	mutex_exit(&sysctl_lock);
	return (error);
}

int
sys_sysctl(struct thread *td, const struct sysctl_args *uap, register_t *rv)
{
	struct sysctl_req req = { .req_td = td };
	int name[CTL_MAXNAME];
	size_t len;
	int error, copyerror = 0;

	if (uap->namelen < 2 || uap->namelen > CTL_MAXNAME)
		return (SET_ERROR(EINVAL));
	error = copyin(uap->name, name, uap->namelen * sizeof(int));
	if (error != 0)
		return (error);
	if (uap->oldlenp != NULL) {
		error = copyin(uap->oldlenp, &req.req_oldlen, sizeof(len));
		if (error != 0)
			return (error);
		req.req_old = uap->old;
	}
	if (uap->new != NULL) {
		if (uap->newlen > SYSCTL_NEWMAX)
			return (SET_ERROR(EINVAL));
		req.req_new = uap->new;
		req.req_newlen = uap->newlen;
	}
	error = sysctl_request(name, uap->namelen, &req);
	if (error == 0 || error == ENOMEM) {
		len = req.req_oldidx;
		if (req.req_old != NULL) {
			len = MIN(len, req.req_oldlen);
			if (req.req_buf != NULL)
				copyerror = copyout(req.req_buf, req.req_old,
				    MIN(len, req.req_bufsize));
		}
		if (copyerror == 0 && uap->oldlenp != NULL)
			copyerror = copyout(&len, uap->oldlenp, sizeof(len));
	}
	if (req.req_buf != NULL)
		kmem_free(req.req_buf, req.req_bufsize);
	return (error != 0 ? error : copyerror);
}

/* Names. */

/*
 * The numbers of a dotted name.
 */
static int
sysctl_name2oid(const char *name, int *oids, u_int *np)
{
	struct sysctl_oid *oid = NULL;
	const char *dot;
	u_int n = 0;
	size_t len;
	int error = 0;

	mutex_enter(&sysctl_lock);
	for (;;) {
		dot = strchr(name, '.');
		len = dot != NULL ? (size_t)(dot - name) : strlen(name);
		oid = len > 0 ? sysctl_child_named(oid, name, len) : NULL;
		if (oid == NULL || n == CTL_MAXNAME) {
			error = SET_ERROR(ENOENT);
			break;
		}
		oids[n++] = oid->oid_number;
		if (dot == NULL)
			break;
		/* A trailing dot is no harm; a child of a value is. */
		name = dot + 1;
		if (*name == '\0')
			break;
		if ((oid->oid_kind & CTLTYPE) != CTLTYPE_NODE) {
			error = SET_ERROR(ENOENT);
			break;
		}
	}
	mutex_exit(&sysctl_lock);
	*np = n;
	return (error);
}

int
kernel_sysctlbyname(struct thread *td, const char *name, void *old,
    size_t *oldlen, const void *new, size_t newlen)
{
	struct sysctl_req req = {
		.req_td = td, .req_old = old,
		.req_oldlen = oldlen != NULL ? *oldlen : 0,
		.req_new = new, .req_newlen = newlen, .req_kernel = true,
	};
	int oids[CTL_MAXNAME];
	size_t len;
	u_int n;
	int error;

	error = sysctl_name2oid(name, oids, &n);
	if (error == 0)
		error = sysctl_request(oids, n, &req);
	len = req.req_oldidx;
	if (old != NULL) {
		len = MIN(len, req.req_oldlen);
		if (req.req_buf != NULL)
			memcpy(old, req.req_buf, MIN(len, req.req_bufsize));
	}
	if (oldlen != NULL)
		*oldlen = len;
	if (req.req_buf != NULL)
		kmem_free(req.req_buf, req.req_bufsize);
	return (error);
}

/*
 * The dotted name of numbers, as far as there are nodes; the rest as numbers.
 */
static int
sysctl_meta_name(SYSCTL_HANDLER_ARGS)
{
	const int *name = arg1;
	struct sysctl_oid *oid = NULL;
	char buf[SYSCTL_NAMEMAX];
	size_t used = 0;
	intptr_t i;
	bool known = true;

	if (arg2 == 0)
		return (SET_ERROR(ENOENT));
	mutex_enter(&sysctl_lock);
	for (i = 0; i < arg2 && used < sizeof(buf); i++) {
		if (known && (i == 0 ||
		    (oid->oid_kind & CTLTYPE) == CTLTYPE_NODE)) {
			oid = sysctl_child(oid, name[i]);
			known = oid != NULL;
		} else
			known = false;
		used += (size_t)(known ?
		    snprintf(buf + used, sizeof(buf) - used, "%s%s",
		    i > 0 ? "." : "", oid->oid_name) :
		    snprintf(buf + used, sizeof(buf) - used, "%s%d",
		    i > 0 ? "." : "", name[i]));
	}
	mutex_exit(&sysctl_lock);
	if (used >= sizeof(buf))
		return (SET_ERROR(EINVAL));
	return (SYSCTL_OUT(req, buf, used + 1));
}

static bool
sysctl_is_leaf(const struct sysctl_oid *oid)
{

	return ((oid->oid_kind & CTLTYPE) != CTLTYPE_NODE ||
	    oid->oid_handler != NULL);
}

/*
 * The first leaf of a subtree, depth first; NULL without one.
 */
static struct sysctl_oid *
sysctl_first_leaf(struct sysctl_oid *parent)
{
	struct sysctl_oid *oid = RB_MIN(sysctl_tree, sysctl_children(parent));
	struct sysctl_oid *up;

	while (oid != NULL) {
		if ((oid->oid_kind & CTLFLAG_SKIP) == 0) {
			if (sysctl_is_leaf(oid))
				return (oid);
			if (!RB_EMPTY(&oid->oid_children)) {
				oid = RB_MIN(sysctl_tree, &oid->oid_children);
				continue;
			}
		}
		for (;;) {
			up = oid->oid_parent;
			oid = RB_NEXT(sysctl_tree, sysctl_children(up), oid);
			if (oid != NULL)
				break;
			if (up == NULL || up == parent)
				return (NULL);
			oid = up;
		}
	}
	return (NULL);
}

/*
 * The leaf that follows a name, which need not be one's: of the name's prefix
 * that exists, the first leaf below, or after it.
 */
static struct sysctl_oid *
sysctl_following(const int *name, u_int n)
{
	struct sysctl_oid *oid = NULL, *next, *leaf, key;
	u_int i;

	for (i = 0; i < n; i++) {
		next = sysctl_child(oid, name[i]);
		if (next == NULL) {
			/* Begin with the first sibling past the number. */
			key.oid_number = name[i];
			next = RB_NFIND(sysctl_tree, sysctl_children(oid),
			    &key);
			goto siblings;
		}
		oid = next;
		if (sysctl_is_leaf(oid))
			break;
	}
	if (oid == NULL || !sysctl_is_leaf(oid)) {
		leaf = sysctl_first_leaf(oid);
		if (leaf != NULL || oid == NULL)
			return (leaf);
	}
	for (;;) {
		next = RB_NEXT(sysctl_tree, sysctl_children(oid->oid_parent),
		    oid);
		oid = oid->oid_parent;
siblings:
		for (; next != NULL; next = RB_NEXT(sysctl_tree,
		    sysctl_children(oid), next)) {
			if ((next->oid_kind & CTLFLAG_SKIP) != 0)
				continue;
			leaf = sysctl_is_leaf(next) ? next :
			    sysctl_first_leaf(next);
			if (leaf != NULL)
				return (leaf);
		}
		if (oid == NULL)
			return (NULL);
	}
}

static int
sysctl_meta_next(SYSCTL_HANDLER_ARGS)
{
	int oids[CTL_MAXNAME];
	struct sysctl_oid *oid;
	u_int n = 0, i;

	mutex_enter(&sysctl_lock);
	oid = sysctl_following(arg1, (u_int)arg2);
	for (; oid != NULL && n < CTL_MAXNAME; oid = oid->oid_parent)
		oids[n++] = oid->oid_number;
	mutex_exit(&sysctl_lock);
	if (n == 0)
		return (SET_ERROR(ENOENT));
	for (i = 0; i < n / 2; i++) {
		int t = oids[i];

		oids[i] = oids[n - 1 - i];
		oids[n - 1 - i] = t;
	}
	return (SYSCTL_OUT(req, oids, n * sizeof(int)));
}

static int
sysctl_meta_name2oid(SYSCTL_HANDLER_ARGS)
{
	char name[SYSCTL_NAMEMAX];
	int oids[CTL_MAXNAME];
	u_int n;
	int error;

	if (req->req_newlen == 0)
		return (SET_ERROR(ENOENT));
	if (req->req_newlen >= sizeof(name))
		return (SET_ERROR(EINVAL));
	error = SYSCTL_IN(req, name, req->req_newlen);
	if (error != 0)
		return (error);
	name[req->req_newlen] = '\0';
	error = sysctl_name2oid(name, oids, &n);
	if (error == 0)
		error = SYSCTL_OUT(req, oids, n * sizeof(int));
	return (error);
}

/*
 * What a question is about: the node, which must be named to its end.
 */
static int
sysctl_subject(const int *name, u_int n, struct sysctl_oid **oidp)
{
	struct sysctl_oid *oid;
	u_int used;
	int error;

	error = sysctl_find(name, n, &oid, &used);
	if (error == 0 && used < n && oid->oid_handler == NULL)
		error = SET_ERROR(ENOENT);
	*oidp = oid;
	return (error);
}

static int
sysctl_meta_oidfmt(SYSCTL_HANDLER_ARGS)
{
	struct sysctl_oid *oid;
	int error;

	mutex_enter(&sysctl_lock);
	error = sysctl_subject(arg1, (u_int)arg2, &oid);
	if (error == 0)
		error = SYSCTL_OUT(req, &oid->oid_kind, sizeof(u_int));
	if (error == 0)
		error = SYSCTL_OUT(req, oid->oid_fmt,
		    strlen(oid->oid_fmt) + 1);
	mutex_exit(&sysctl_lock);
	return (error);
}

static int
sysctl_meta_descr(SYSCTL_HANDLER_ARGS)
{
	struct sysctl_oid *oid;
	int error;

	mutex_enter(&sysctl_lock);
	error = sysctl_subject(arg1, (u_int)arg2, &oid);
	if (error == 0)
		error = SYSCTL_OUT(req, oid->oid_descr,
		    strlen(oid->oid_descr) + 1);
	mutex_exit(&sysctl_lock);
	return (error);
}

/*
 * Print the tree to the message buffer.
 */
static int
sysctl_meta_debug(SYSCTL_HANDLER_ARGS)
{
	struct sysctl_oid *oid;
	int error;

	error = priv_check(req->req_td->td_cred, PRIV_MSGBUF);
	if (error != 0)
		return (error);
	mutex_enter(&sysctl_lock);
	for (oid = sysctl_first_leaf(NULL); oid != NULL;) {
		int oids[CTL_MAXNAME];
		struct sysctl_oid *up;
		u_int n = 0;

		for (up = oid; up != NULL && n < CTL_MAXNAME;
		    up = up->oid_parent)
			oids[CTL_MAXNAME - ++n] = up->oid_number;
		log(LOG_DEBUG, "sysctl %s: %s\n", oid->oid_name,
		    oid->oid_descr);
		oid = sysctl_following(oids + CTL_MAXNAME - n, n);
	}
	mutex_exit(&sysctl_lock);
	return (0);
}

static SYSCTL_OID_RAW(NULL, sysctl___sysctl, CTL_SYSCTL, "sysctl",
    CTLTYPE_NODE | CTLFLAG_RD | CTLFLAG_SKIP, NULL, 0, NULL, "N",
    "Questions about nodes");
#define	SYSCTL_META(nbr, name, handler, flags, descr)			\
	static SYSCTL_OID_RAW(&sysctl___sysctl, sysctl___sysctl_##name,	\
	    nbr, #name, CTLTYPE_NODE | CTLFLAG_RD | CTLFLAG_SKIP |	\
	    (flags), NULL, 0, handler, "N", descr)
SYSCTL_META(CTL_SYSCTL_DEBUG, debug, sysctl_meta_debug, 0,
    "Log all nodes");
SYSCTL_META(CTL_SYSCTL_NAME, name, sysctl_meta_name, 0,
    "Name of numbers");
SYSCTL_META(CTL_SYSCTL_NEXT, next, sysctl_meta_next, 0,
    "Numbers of the following node");
SYSCTL_META(CTL_SYSCTL_NAME2OID, name2oid, sysctl_meta_name2oid,
    CTLFLAG_WR | CTLFLAG_ANYBODY, "Numbers of a name");
SYSCTL_META(CTL_SYSCTL_OIDFMT, oidfmt, sysctl_meta_oidfmt, 0,
    "Kind and format of a node");
SYSCTL_META(CTL_SYSCTL_OIDDESCR, oiddescr, sysctl_meta_descr, 0,
    "Description of a node");

/* Nodes at run time. */

static void
sysctl_free(struct sysctl_oid *oid)
{

	kmem_strfree(__DECONST(char *, oid->oid_name));
	kmem_strfree(__DECONST(char *, oid->oid_fmt));
	kmem_strfree(__DECONST(char *, oid->oid_descr));
	kmem_free(oid, sizeof(*oid));
}

struct sysctl_oid *
sysctl_add(struct sysctl_oid *parent, int nbr, const char *name, u_int kind,
    void *arg1, intptr_t arg2, int (*handler)(SYSCTL_HANDLER_ARGS),
    const char *fmt, const char *descr)
{
	struct sysctl_oid *oid;
	bool ok;

	oid = kmem_zalloc(sizeof(*oid), KM_SLEEP);
	if (oid == NULL)
		return (NULL);
	oid->oid_parent = parent;
	oid->oid_number = nbr;
	oid->oid_kind = kind;
	oid->oid_arg1 = arg1;
	oid->oid_arg2 = arg2;
	oid->oid_handler = handler;
	oid->oid_dynamic = true;
	oid->oid_name = kmem_strdup(name, KM_SLEEP);
	oid->oid_fmt = kmem_strdup(fmt, KM_SLEEP);
	oid->oid_descr = kmem_strdup(descr, KM_SLEEP);
	ok = oid->oid_name != NULL && oid->oid_fmt != NULL &&
	    oid->oid_descr != NULL;
	if (ok) {
		mutex_enter(&sysctl_lock);
		ok = sysctl_link(oid);
		mutex_exit(&sysctl_lock);
	}
	if (!ok) {
		sysctl_free(oid);
		return (NULL);
	}
	return (oid);
}

int
sysctl_remove(struct sysctl_oid *oid)
{

	KASSERT(oid->oid_dynamic);
	mutex_enter(&sysctl_lock);
	if (!RB_EMPTY(&oid->oid_children)) {
		mutex_exit(&sysctl_lock);
		return (SET_ERROR(EBUSY));
	}
	oid->oid_dying = true;
	(void)RB_REMOVE(sysctl_tree, sysctl_children(oid->oid_parent), oid);
	while (oid->oid_running > 0)
		cv_wait(&sysctl_cv, &sysctl_lock);
	mutex_exit(&sysctl_lock);
	sysctl_free(oid);
	return (0);
}

/*
 * Give a CTLFLAG_TUN node the value that the command line has for its name.
 */
static void
sysctl_tune(struct sysctl_oid *oid)
{
	const struct sysctl_oid *up;
	char name[SYSCTL_NAMEMAX];
	size_t pos = sizeof(name) - 1, len;
	const char *value;
	char *end;
	long v;

	name[pos] = '\0';
	for (up = oid; up != NULL; up = up->oid_parent) {
		len = strlen(up->oid_name);
		if (pos < len + 1)
			return;
		if (up != oid)
			name[--pos] = '.';
		pos -= len;
		memcpy(name + pos, up->oid_name, len);
	}
	value = bootarg(name + pos);
	if (value == NULL || oid->oid_arg1 == NULL)
		return;
	v = strtol(value, &end, 0);
	switch (oid->oid_kind & CTLTYPE) {
	case CTLTYPE_INT:
	case CTLTYPE_UINT:
		if (end != value && *end == '\0' && v >= INT_MIN &&
		    v <= UINT_MAX)
			*(int *)oid->oid_arg1 = (int)v;
		break;
	case CTLTYPE_LONG:
	case CTLTYPE_ULONG:
	case CTLTYPE_S64:
	case CTLTYPE_U64:
		if (end != value && *end == '\0')
			*(long *)oid->oid_arg1 = v;
		break;
	case CTLTYPE_STRING:
		if (oid->oid_arg2 > 0)
			strlcpy(oid->oid_arg1, value, (size_t)oid->oid_arg2);
		break;
	}
}

/*
 * Link the static nodes: those with numbers of their own first.
 */
void
sysctl_init(void)
{
	struct sysctl_oid **oidp;
	int pass;

	mutex_enter(&sysctl_lock);
	for (pass = 0; pass < 2; pass++) {
		SET_FOREACH(oidp, sysctl_set) {
			if (((*oidp)->oid_number == OID_AUTO) != (pass == 1))
				continue;
			if (!sysctl_link(*oidp))
				panic("sysctl node %s is there twice",
				    (*oidp)->oid_name);
			if (((*oidp)->oid_kind & CTLFLAG_TUN) != 0)
				sysctl_tune(*oidp);
		}
	}
	mutex_exit(&sysctl_lock);
}
