"""Odd bytes on the DoIP port, from plain sockets; a tester asks between them. One JSON object."""

import json
import socket
import struct
import sys

HOST = "127.0.0.1"
ACTIVATE = bytes.fromhex("02fd0005" "00000007" "0e80" "00" "00000000")


def diagnostic(request, target=0x1001):
    return b"\x02\xfd\x80\x01" + struct.pack(">IHH", 4 + len(request), 0x0E80, target) + request


ODD = {
    "closed at once": b"",
    "half a header": ACTIVATE[:5],
    "half an activation": ACTIVATE[:12],
    "another protocol": b"GET / HTTP/1.1\r\n\r\n",
    "four gigabytes announced": bytes.fromhex("02fd8001ffffffff0e801001"),
    "unknown payload type": bytes.fromhex("02fd777700000000"),
    "diagnostic message before activation": diagnostic(b"\x22\xf1\x90"),
    "half a diagnostic message": ACTIVATE + diagnostic(b"\x22\xf1\x90")[:-1],
    "diagnostic message without request": ACTIVATE + diagnostic(b""),
    "request longer than 4095 bytes": ACTIVATE + diagnostic(b"\x36\x01" + bytes(70_000)),
    "DID cut short": ACTIVATE + diagnostic(b"\x22\xf1"),
    "unknown service": ACTIVATE + diagnostic(b"\xba\x00"),
    "zeros": bytes(10_000),
}


def read(stream, count):
    data = b""
    while len(data) < count:
        part = stream.recv(count - len(data))
        if not part:
            raise ConnectionError("closed by the car")
        data += part
    return data


def messages(stream):
    while True:
        head = read(stream, 8)
        yield head[2:4].hex(), read(stream, int.from_bytes(head[4:], "big"))


def vin(port):
    """A second tester, byte by byte: TCP keeps no boundaries."""
    with socket.create_connection((HOST, port), timeout=5) as stream:
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in ACTIVATE.replace(b"\x0e\x80", b"\x0e\x81") + diagnostic(b"\x22\xf1\x90").replace(b"\x0e\x80", b"\x0e\x81"):
            stream.send(bytes([byte]))
        return next(body[7:].decode() for kind, body in messages(stream) if kind == "8001")


def main(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        for sent in ODD.values():
            udp.sendto(sent[:1400], (HOST, port))
    results = {}
    for name, sent in ODD.items():
        odd = socket.create_connection((HOST, port), timeout=5)
        try:
            odd.sendall(sent)
        except ConnectionError:
            pass
        if name == "closed at once":
            odd.close()
        results[name] = vin(port)
        odd.close()
    return results


print(json.dumps(main(int(sys.argv[1]))))
