"""Knows how to serve a folder on this computer, over HTTP or HTTPS, and to answer otherwise where asked to."""

from __future__ import annotations

import http.server
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.needs import need

Answer = tuple[int, dict[str, str], bytes]


class WebFolder:
    """What lies there; `otherwise` may answer a path in place of the folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.otherwise: Callable[[str], Answer | None] = lambda _path: None
        self.asked: list[str] = []
        self.url = ""

    def answer(self, path: str) -> Answer:
        self.asked.append(path)
        if said := self.otherwise(path):
            return said
        file = self.folder / path.lstrip("/")
        return (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"")


@contextmanager
def served(folder: Path, certificate: Path | None = None) -> Iterator[WebFolder]:
    """`certificate`: a file with the key as well."""
    folder.mkdir(parents=True, exist_ok=True)
    web = WebFolder(folder)

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, headers, body = web.answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    web.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def own_certificate(folder: Path) -> Path:
    """One that this computer gave itself: certificate and key in one file, for 127.0.0.1."""
    file, key = folder / "certificate.pem", folder / "key.pem"
    words = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=practice -addext subjectAltName=IP:127.0.0.1"
    subprocess.run(
        [need("openssl", "openssl"), *words.split(), "-keyout", str(key), "-out", str(file)],
        check=True,
        capture_output=True,
        timeout=60,
    )
    both = folder / "both.pem"
    both.write_bytes(file.read_bytes() + key.read_bytes())
    return both
