"""The warm process that serves a user's plug-ins: one per user, reached over a private socket or pipe."""
