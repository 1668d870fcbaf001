"""Counts for Prometheus: of requests, actions and streams, by route and outcome. Nothing in them names anybody."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """Of one process, in a registry of its own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "tutor_requests", "Requests answered", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "tutor_request_seconds", "Until the answer began", ("route",), buckets=_SECONDS, registry=self._registry
        )
        self.actions = Counter("tutor_actions", "Actions of learners", ("action",), registry=self._registry)
        self.streams = Gauge("tutor_streams", "Open streams of events", registry=self._registry)

    def text(self) -> bytes:
        """As Prometheus reads it."""
        return generate_latest(self._registry)
