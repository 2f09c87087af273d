"""A model server for tests: answers each chat request with the next reply of a list, and keeps what it was asked."""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


@dataclass
class Reply:
    """One answer of the stub: `content` as the model's text, or a raw `body`; `reset` closes the connection instead.

    `tool` gives the content as what that tool is called with, as servers without JSON schemas do.
    """

    content: str | None = None
    status: int = 200
    finish_reason: str = "stop"
    refusal: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: str | None = None
    reset: bool = False
    delay: float = 0.0
    usage: tuple[int, int] = (100, 50)
    tool: str | None = None

    def as_body(self, model: str) -> bytes:
        """The HTTP body, in the shape of a chat completion."""
        if self.body is not None:
            return self.body.encode()
        if self.status != 200:
            return json.dumps({"error": {"message": self.content or "stub error", "code": self.status}}).encode()
        message: dict[str, Any] = {"role": "assistant", "content": self.content, "refusal": self.refusal}
        if self.tool:
            function = {"name": self.tool, "arguments": self.content}
            message = {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "1", "type": "function", "function": function}],
            }
        read, written = self.usage
        return json.dumps(
            {
                "id": "stub",
                "object": "chat.completion",
                "created": 0,
                "model": model,
                "choices": [{"index": 0, "finish_reason": self.finish_reason, "message": message}],
                "usage": {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written},
            },
            ensure_ascii=False,
        ).encode()


class _Server(ThreadingHTTPServer):
    """Says nothing of clients that went away: tests kill some."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of every other error."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Stub:
    """The server itself: `with Stub([Reply("{}")]) as stub: ... stub.url`.

    Replies are given in turn, or made by a function of the request; `models` is what it lists of its models.
    """

    def __init__(
        self, replies: list[Reply] | Callable[[dict[str, Any]], Reply], models: list[dict[str, Any]] | None = None
    ) -> None:
        """Prepare a server on a free loopback port."""
        self.replies = replies if callable(replies) else list(replies)
        self.models = models
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        """Start answering."""
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop answering."""
        self._server.shutdown()
        self._server.server_close()

    def reply(self, request: dict[str, Any]) -> Reply:
        """The reply to one request."""
        if callable(self.replies):
            return self.replies(request)
        return self.replies.pop(0) if self.replies else Reply("out of replies", status=418)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *args: object) -> None:
                """Say nothing."""

            def do_GET(self) -> None:
                body = json.dumps({"object": "list", "data": stub.models or []}).encode()
                self._send(200 if stub.models is not None else 404, {}, body)

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if len(body) < int(self.headers["Content-Length"]):
                    return
                request = json.loads(body)
                stub.requests.append(request)
                stub.headers.append(dict(self.headers))
                reply = stub.reply(request)
                time.sleep(reply.delay)
                if reply.reset:
                    self.close_connection = True
                    self.connection.close()
                    return
                self._send(reply.status, reply.headers, reply.as_body(request["model"]))

            def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        return Handler
