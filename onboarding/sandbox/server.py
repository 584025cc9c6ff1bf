"""HTTP/1.1 around the sandbox: threads, kept-alive connections, one flush per answer."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
import traceback
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from onboarding.sandbox.api import Api
from onboarding.sandbox.control import Control
from onboarding.sandbox.envelope import Answer, Ask, answer, refusal_answer
from onboarding.sandbox.hosted import Hosted
from onboarding.sandbox.ids import new_id
from onboarding.sandbox.model import Refusal
from onboarding.sandbox.world import World

MAX_BODY = 70 * 1024 * 1024


class Server(socketserver.ThreadingTCPServer):
    """Listens on one address and answers for one world; `port` 0 takes a free one."""

    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, host: str, port: int, world: World) -> None:
        super().__init__((host, port), Conversation)
        self.world = world
        self.api, self.control, self.hosted = Api(world), Control(world), Hosted(world)
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()

    @property
    def url(self) -> str:
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._guard:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""

    def stop(self) -> None:
        """End the loop, close every connection that is still open, then the world."""
        self.shutdown()
        self.server_close()
        with self._guard:
            still_open = list(self._open)
        for connection in still_open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self.world.stop()


class Conversation(BaseHTTPRequestHandler):
    """One connection, request after request."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # headers and body leave in one packet
    disable_nagle_algorithm = True
    timeout = 120

    def log_message(self, *args: Any, **kwargs: Any) -> None:
        """The sandbox prints nothing."""

    def version_string(self) -> str:
        return "nginx"

    def converse(self) -> None:
        """One request and its answer."""
        found = self._found()
        if found.drop:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)
            return
        self.send_response(found.status)
        for name, value in found.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(found.body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(found.body)

    def __getattr__(self, name: str) -> Any:
        """Every method of HTTP (`do_GET`, …) is answered by `converse`."""
        if name.startswith("do_"):
            return self.converse
        raise AttributeError(name)

    def _found(self) -> Answer:
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > MAX_BODY or "Transfer-Encoding" in self.headers:
            self.close_connection = True
            return answer(
                {"error": {"message": "Send a Content-Length.", "type": "invalid_request_error"}}, 413
            )
        ask = self._ask(self.rfile.read(int(length)))
        try:
            return self._room(ask)
        except Exception:  # noqa: BLE001  the border: a mistake of ours is an answer of 500, and seen
            traceback.print_exc()
            broken = Refusal(
                "The sandbox itself failed; its terminal says how.", status=500, type="api_error"
            )
            return refusal_answer(broken, ask.request_id, self.server.world.now)

    def _ask(self, body: bytes) -> Ask:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        base = f"http://{headers['host']}" if "host" in headers else self.server.url
        return Ask(self.command, parts.path, headers, base, new_id("req"), query=parts.query, body=body)

    def _room(self, ask: Ask) -> Answer:
        if ask.path == "/" or ask.path.startswith("/control"):
            return self.server.control.answer(ask)
        if ask.path.startswith("/setup/"):
            return self.server.hosted.answer(ask)
        return self.server.api.answer(ask)
