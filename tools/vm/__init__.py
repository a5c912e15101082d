# Copyright (c) 2026 The Tessera Project
# SPDX-License-Identifier: BSD-2-Clause
"""Virtual machines that run Tessera, for tools/guest, guestd and run."""
