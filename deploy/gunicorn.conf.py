"""gunicorn -c deploy/gunicorn.conf.py "forms_backend.wsgi:application()"

One process with threads counts the limits of visitors in its own memory. For more processes set
FABU_RATE_LIMIT_STORAGE to a storage that they share (redis://…), then WEB_CONCURRENCY: one for each
core, on SQLite as on PostgreSQL.
"""

import os

bind = "unix:/run/fabu/gunicorn.sock"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("FABU_THREADS", "16"))
timeout = 60
graceful_timeout = 30
keepalive = 5
worker_tmp_dir = "/dev/shm"  # noqa: S108 - a heartbeat in memory: a busy disk must not look like a dead worker
umask = 0o007  # nginx talks to the socket through its group
forwarded_allow_ips = "*"  # whoever reaches the socket is our nginx; the backend checks the headers
errorlog = "-"
accesslog = None  # the backend logs each request as JSON, without addresses
