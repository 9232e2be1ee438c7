"""Passes requests on to a sandbox and writes down each one that it answered.

    counting_proxy.py BASE LOG

prints the port it listens on, then adds a line "METHOD PATH STATUS" to LOG for each answer that
came from BASE. What never left the client, or was never answered, is not in LOG.
"""

import http.client
import http.server
import sys
import urllib.parse

base = urllib.parse.urlsplit(sys.argv[1])
log = open(sys.argv[2], "a", buffering=1)


class Proxy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length) if length else None
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        connection = http.client.HTTPConnection(base.hostname, base.port, timeout=30)
        connection.request(self.command, self.path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        log.write(f"{self.command} {self.path.partition('?')[0]} {answer.status}\n")
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = pass_on

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
print(server.server_address[1], flush=True)
server.serve_forever()
