"""The live half's figures for /metrics."""

from prometheus_client import Counter, Gauge

sockets = Gauge("concord_sockets", "Open sockets")
rooms = Gauge("concord_rooms", "Texts in memory")
waiting = Gauge("concord_updates_waiting", "Updates that wait for their commit")
batches = Counter("concord_batches_total", "Transactions of the committer")
updates = Counter("concord_updates_total", "Log rows written")
refused = Counter("concord_updates_refused_total", "Updates that were not added")
