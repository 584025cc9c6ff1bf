"""A loopback server that answers as it is told, for what no well-behaved stand-in for Stripe would answer."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from onboarding.stripe_gateway import Connection, StripeGateway

KEY = "sk_test_stub"
SIGNER = "whsec_stub"


@dataclass(frozen=True)
class Answer:
    """What is answered. body: JSON-able, or bytes as they are. delay: seconds. drop: close without a word."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0
    drop: bool = False


@dataclass(frozen=True)
class Asked:
    """What was asked. params: of a form-encoded body; raw: the body as it came."""

    method: str
    path: str
    headers: dict[str, str]
    params: dict[str, str]
    raw: bytes
    client: tuple[str, int]


@dataclass
class Stub:
    """answers: given in turn, the last one again and again."""

    base: str
    answers: list[Answer] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)

    def answer(self, *answers: Answer) -> None:
        self.answers[:] = answers

    def refuse(self, status: int, **error: str) -> None:
        self.answer(Answer({"error": error}, status, {"Request-Id": "req_stub"}))


def page_of(stub: Stub) -> type[BaseHTTPRequestHandler]:
    """What notes each request in the stub and answers as the stub was told."""

    class Page(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body in one packet: apart they cost 40 ms each time

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = {name.lower(): value for name, value in self.headers.items()}
            form = "urlencoded" in headers.get("content-type", "")
            params = dict(parse_qsl(raw.decode(), keep_blank_values=True)) if form else {}
            stub.asked.append(Asked(self.command, self.path, headers, params, raw, self.client_address))
            answer = stub.answers.pop(0) if len(stub.answers) > 1 else stub.answers[0]
            time.sleep(answer.delay)
            self.close_connection = answer.drop
            if not answer.drop:
                self.tell(answer)

        def tell(self, answer: Answer) -> None:
            body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
            self.send_response(answer.status)
            self.send_header("Content-Length", str(len(body)))
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()

        do_GET = do_DELETE = do_POST  # noqa: N815  names of the standard library

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the same
            pass

    return Page


@pytest.fixture
def stub() -> Iterator[Stub]:
    """The server, on a port of its own."""
    stub = Stub("")
    server = ThreadingHTTPServer(("127.0.0.1", 0), page_of(stub))
    server.daemon_threads = True
    stub.base = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield stub
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    """How long the gateway waited, instead of waiting."""
    return []


@pytest.fixture
def gateway(stub: Stub, waits: list[float]) -> Iterator[StripeGateway]:
    """A gateway to the stub; the SDK's own retries are off, so that every request is seen as it is."""
    opened = connect(stub, waits)
    yield opened
    opened.close()


def connect(stub: Stub, waits: list[float], *, max_retries: int = 0) -> StripeGateway:
    """A gateway to the stub that waits for an answer half a second at most."""
    connection = Connection(
        key=KEY,
        webhook_secrets=(SIGNER, "whsec_old"),
        api_base=stub.base,
        files_base=stub.base,
        connect_timeout=0.5,
        read_timeout=0.5,
        max_retries=max_retries,
    )
    return StripeGateway(connection, sleep=waits.append)
