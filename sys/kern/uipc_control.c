/*
 * Copyright (c) 2026 The Tessera Project
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Control data of messages: descriptors and credentials.
 *
 * Model	sendmsg(2) turns what the user gave into a struct sockctl, which
 *		holds copies of the descriptors' slots, so that a descriptor
 *		arrives with the rights that it left with.  It is owned by one
 *		party at a time: the sender, a record in a socket buffer, the
 *		receiver.  Whoever cannot hand it on frees it.
 *
 * Limits	SCM_MAXRIGHTS descriptors in a message; in all messages that a
 *		real user has sent and nobody has received, RLIMIT_NOFILE.
 *
 * Recursion	Freeing may close a socket whose buffer holds control data
 *		that may close a socket.  A thread that frees already puts what
 *		it meets on a list (td_ctlfree), so the stack stays as it is.
 *
 * Context	thread; sleeps; no locks held.
 * Tests	tests/sys/kern/t_scm.c
 */

#include <sys/param.h>
#include <sys/atomic.h>
#include <sys/errno.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kmem.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/socketvar.h>
#include <sys/systm.h>
#include <sys/ucred.h>

#define	CONTROL_MAX	4096		/* bytes of control data in a call */

static size_t
sockctl_size(u_int nslots)
{

	return (sizeof(struct sockctl) + nslots * sizeof(struct fdslot));
}

/*
 * Free ctl.  True: a socket was in it that other messages hold as well.
 */
static bool
sockctl_release(struct sockctl *ctl)
{
	bool dropped = false;
	u_int i;

	if (ctl->sc_uip != NULL) {
		atomic_sub(&ctl->sc_uip->ui_inflight, ctl->sc_nslots);
		uid_free(ctl->sc_uip);
	}
	for (i = 0; i < ctl->sc_nslots; i++) {
		if (ctl->sc_slots[i].fs_file == NULL)
			continue;
		if (ctl->sc_uip != NULL)
			dropped |= unp_inflight(ctl->sc_slots[i].fs_file, -1);
		fdslot_drop(&ctl->sc_slots[i]);
	}
	kmem_free(ctl, sockctl_size(ctl->sc_nslots));
	return (dropped);
}

/*
 * Free the control data in list, with the descriptors in it.  May close files,
 * whose control data the outermost call frees too.  No locks held.
 */
void
sockctl_free_list(struct sockctl_list *list)
{
	struct thread *td = curthread;
	struct sockctl *ctl;
	bool dropped = false;

	if (__predict_true(STAILQ_EMPTY(list)))
		return;
	if (td->td_ctlfree != NULL) {
		STAILQ_CONCAT(td->td_ctlfree, list);
		return;
	}
	td->td_ctlfree = list;
	while ((ctl = STAILQ_FIRST(list)) != NULL) {
		STAILQ_REMOVE_HEAD(list, sc_link);
		dropped |= sockctl_release(ctl);
		if (dropped && STAILQ_EMPTY(list)) {
			dropped = false;
			unp_collect();
		}
	}
	td->td_ctlfree = NULL;
}

/*
 * The same for ctl alone, if it is not NULL.
 */
void
sockctl_free(struct sockctl *ctl)
{
	struct sockctl_list list = STAILQ_HEAD_INITIALIZER(list);

	if (ctl == NULL)
		return;
	STAILQ_INSERT_TAIL(&list, ctl, sc_link);
	sockctl_free_list(&list);
}

/*
 * Who td is, for SCM_CREDS.
 */
static void
sockctl_fill_cred(struct thread *td, struct cmsgcred *cc)
{
	const struct cred *cr = td->td_cred;
	u_int i, n;

	memset(cc, 0, sizeof(*cc));
	cc->cmcred_pid = td->td_proc->p_pid;
	cc->cmcred_uid = cr->cr_ruid;
	cc->cmcred_euid = cr->cr_uid;
	cc->cmcred_gid = cr->cr_rgid;
	cc->cmcred_groups[0] = cr->cr_gid;
	n = MIN(cr->cr_ngroups, CMGROUP_MAX - 1);
	for (i = 0; i < n; i++)
		cc->cmcred_groups[i + 1] = cr->cr_groups[i];
	cc->cmcred_ngroups = (short)(n + 1);
}

/*
 * The header at off of len bytes; NULL at the end, and for a bad one, when
 * *errorp is set.
 */
static const struct cmsghdr *
control_header(const uint8_t *buf, size_t len, size_t off, int *errorp)
{
	const struct cmsghdr *cm;

	if (off >= len)
		return (NULL);
	cm = (const struct cmsghdr *)(const void *)(buf + off);
	if (len - off < sizeof(*cm) || cm->cmsg_len > len - off ||
	    cm->cmsg_len < CMSG_LEN(0) || cm->cmsg_level != SOL_SOCKET) {
		*errorp = SET_ERROR(EINVAL);
		return (NULL);
	}
	return (cm);
}

/*
 * Check the headers and count the descriptors.
 */
static int
control_check(const uint8_t *buf, size_t len, u_int *nslotsp)
{
	const struct cmsghdr *cm;
	size_t off, n;
	int error = 0;

	*nslotsp = 0;
	for (off = 0; (cm = control_header(buf, len, off, &error)) != NULL;
	    off += _CMSG_ALIGN(cm->cmsg_len)) {
		n = cm->cmsg_len - CMSG_LEN(0);
		switch (cm->cmsg_type) {
		case SCM_RIGHTS:
			if (n % sizeof(int) != 0)
				return (SET_ERROR(EINVAL));
			*nslotsp += (u_int)(n / sizeof(int));
			break;
		case SCM_CREDS:
			if (n != sizeof(struct cmsgcred))
				return (SET_ERROR(EINVAL));
			break;
		default:
			return (SET_ERROR(EINVAL));
		}
	}
	if (error == 0 && *nslotsp > SCM_MAXRIGHTS)
		error = SET_ERROR(EINVAL);
	return (error);
}

/*
 * Take the descriptors and credentials that the checked headers name.
 */
static int
control_take(struct thread *td, const uint8_t *buf, size_t len,
    struct sockctl *ctl)
{
	const struct cmsghdr *cm;
	const int *fds;
	size_t off, i;
	u_int n = 0;
	int error = 0;

	for (off = 0; (cm = control_header(buf, len, off, &error)) != NULL;
	    off += _CMSG_ALIGN(cm->cmsg_len)) {
		if (cm->cmsg_type == SCM_CREDS) {
			ctl->sc_hascred = true;
			sockctl_fill_cred(td, &ctl->sc_cred);
			continue;
		}
		fds = (const int *)(const void *)CMSG_DATA(cm);
		for (i = 0; i < (cm->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		    i++) {
			error = fd_export(td, fds[i], &ctl->sc_slots[n]);
			if (error != 0) {
				ctl->sc_slots[n].fs_file = NULL;
				ctl->sc_slots[n].fs_ioctls = NULL;
				return (error);
			}
			n++;
		}
	}
	return (error);
}

/*
 * The user is charged for what is in flight.  ETOOMANYREFS.
 */
static int
sockctl_charge(struct thread *td, struct sockctl *ctl)
{
	struct uidinfo *uip = td->td_cred->cr_ruidinfo;
	u_int i;

	if (ctl->sc_nslots == 0)
		return (0);
	if (atomic_fetch_add(&uip->ui_inflight, ctl->sc_nslots) +
	    ctl->sc_nslots >
	    lim_cur(td, RLIMIT_NOFILE) &&
	    priv_check(td->td_cred, PRIV_MAXFILES) != 0) {
		atomic_sub(&uip->ui_inflight, ctl->sc_nslots);
		return (SET_ERROR(ETOOMANYREFS));
	}
	uid_hold(uip);
	ctl->sc_uip = uip;
	for (i = 0; i < ctl->sc_nslots; i++)
		(void)unp_inflight(ctl->sc_slots[i].fs_file, 1);
	return (0);
}

/*
 * The control data of len bytes at u in user memory; *ctlp NULL for none.
 * EBADF, EFAULT, EINVAL, ENOBUFS, EOPNOTSUPP, ETOOMANYREFS: then nothing was
 * taken.
 */
int
sockctl_copyin(struct thread *td, const void *u, socklen_t len,
    struct sockctl **ctlp)
{
	struct sockctl *ctl = NULL;
	uint8_t *buf;
	u_int nslots;
	int error;

	*ctlp = NULL;
	if (len == 0)
		return (0);
	if (len > CONTROL_MAX)
		return (SET_ERROR(EINVAL));
	buf = kmem_alloc(len, KM_SLEEP);
	if (buf == NULL)
		return (SET_ERROR(ENOBUFS));
	error = copyin(u, buf, len);
	if (error == 0)
		error = control_check(buf, len, &nslots);
	if (error != 0)
		goto out;
	ctl = kmem_zalloc(sockctl_size(nslots), KM_SLEEP);
	if (ctl == NULL) {
		error = SET_ERROR(ENOBUFS);
		goto out;
	}
	ctl->sc_nslots = nslots;
	error = control_take(td, buf, len, ctl);
	if (error == 0)
		error = sockctl_charge(td, ctl);
	if (error != 0)
		sockctl_free(ctl);
	else
		*ctlp = ctl;
out:
	kmem_free(buf, len);
	return (error);
}

/*
 * Where the next header goes in the user's buffer.
 */
struct control_out {
	char		*co_next;
	size_t		co_left;
};

static int
control_put(struct control_out *co, int type, const void *data, size_t n)
{
	struct cmsghdr cm = {
		.cmsg_len = (socklen_t)CMSG_LEN(n),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = type,
	};
	size_t space;
	int error;

	error = copyout(&cm, co->co_next, sizeof(cm));
	if (error == 0)
		error = copyout(data, co->co_next + CMSG_LEN(0), n);
	if (error != 0)
		return (error);
	space = MIN(CMSG_SPACE(n), co->co_left);
	co->co_next += space;
	co->co_left -= space;
	return (0);
}

/*
 * Give td as many of the descriptors as it and its buffer have room for.  The
 * rest stays in ctl.
 */
static int
control_put_rights(struct thread *td, struct control_out *co,
    struct sockctl *ctl, bool cloexec, int *msgflags)
{
	int fds[SCM_MAXRIGHTS];
	u_int n, want, i;
	int error = 0;

	want = ctl->sc_nslots;
	if (co->co_left < CMSG_LEN(sizeof(int)))
		want = 0;
	else
		want = (u_int)MIN((size_t)want,
		    (co->co_left - CMSG_LEN(0)) / sizeof(int));
	for (n = 0; n < want; n++) {
		if (fd_reserve(td, 0, &fds[n]) != 0)
			break;
	}
	if (n < ctl->sc_nslots)
		*msgflags |= MSG_CTRUNC;
	if (n != 0)
		error = control_put(co, SCM_RIGHTS, fds, n * sizeof(int));
	for (i = 0; i < n; i++) {
		if (error != 0)
			fd_unreserve(td, fds[i]);
		else {
			(void)unp_inflight(ctl->sc_slots[i].fs_file, -1);
			fd_import(td, fds[i], &ctl->sc_slots[i], cloexec);
		}
	}
	return (error);
}

/*
 * Give td what a message came with.  msg says where; msg_controllen becomes
 * what was used, and MSG_CTRUNC is set in msg_flags when that was not all.  ctl
 * may be NULL and stays the caller's.  EFAULT: td has got no descriptor.
 */
int
sockctl_copyout(struct thread *td, struct sockctl *ctl, struct msghdr *msg,
    int flags)
{
	struct control_out co = {
		.co_next = msg->msg_control,
		.co_left = msg->msg_control == NULL ? 0 : msg->msg_controllen,
	};
	const size_t left = co.co_left;
	int error = 0;

	if (ctl != NULL && ctl->sc_hascred) {
		if (co.co_left < CMSG_LEN(sizeof(ctl->sc_cred)))
			msg->msg_flags |= MSG_CTRUNC;
		else
			error = control_put(&co, SCM_CREDS, &ctl->sc_cred,
			    sizeof(ctl->sc_cred));
	}
	if (ctl != NULL && ctl->sc_nslots != 0 && error == 0)
		error = control_put_rights(td, &co, ctl,
		    (flags & MSG_CMSG_CLOEXEC) != 0, &msg->msg_flags);
	msg->msg_controllen = (socklen_t)(left - co.co_left);
	return (error);
}
