"""Scapy's DoIP against the car. doip.py PORT identify | doip.py PORT flash IMAGE: one JSON object on stdout."""

import json
import socket
import sys
import time

from scapy.contrib.automotive.doip import DoIP, DoIPSocket
from scapy.contrib.automotive.uds import UDS

import dialogue

HOST = "127.0.0.1"
TESTER = 0x0E80
ENGINE = 0x1001
FUNCTIONAL = 0xE400
PATIENCE = 10.0


def discover(port):
    """A vehicle identification request over UDP, answered to the port that it came from."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.settimeout(PATIENCE)
        udp.sendto(bytes(DoIP(payload_type=0x0001)), (HOST, port))
        answer = DoIP(udp.recv(4096))
    return {"type": answer.payload_type, "vin": answer.vin.decode(), "address": answer.logical_address}


class OneByOne(DoIPSocket):
    """Scapy 2.5 drops what shares a segment with a message: here no more than one message is taken from the stream."""

    def recv(self, x=0):
        head = self.take(8)
        return DoIP(head + self.take(int.from_bytes(head[4:], "big")))

    def take(self, count):
        data = b""
        while len(data) < count:
            part = self.ins.recv(count - len(data))
            if not part:
                raise ConnectionError("closed by the car")
            data += part
        return data


class Tester:
    def __init__(self, port):
        self.socket = OneByOne(HOST, port, source_address=TESTER)
        self.entity = getattr(self.socket, "target_address", None)

    def send(self, target, request):
        head = DoIP(payload_type=0x8001, source_address=TESTER, target_address=target)
        self.socket.send(head / UDS(request))

    def answers(self, patience):
        """Diagnostic messages to this tester, with who sent them, until nothing came for `patience` seconds."""
        while self.socket.select([self.socket], patience):
            message = self.socket.recv()
            if message.payload_type == 0x8003:
                raise ConnectionError(f"not delivered: {message.nack_code:#04x}")
            if message.payload_type == 0x8001:
                yield message.source_address, bytes(message.payload)

    def ask(self, request, patience=PATIENCE):
        self.send(ENGINE, request)
        for source, response in self.answers(patience):
            if source == ENGINE and dialogue.is_final(response):
                return response
        raise TimeoutError(request.hex())

    def ask_all(self, request):
        """Who answers a functional request, and what."""
        self.send(FUNCTIONAL, request)
        return {f"{source:04X}": response.hex() for source, response in self.answers(1.0)}

    def refused_target(self, target):
        try:
            self.send(target, b"\x3e\x00")
            list(self.answers(1.0))
        except ConnectionError as refusal:
            return str(refusal)
        return None


def identify(port):
    tester = Tester(port)
    return {
        "discovered": discover(port),
        "entity": tester.entity,
        "vin": dialogue.read_did(tester.ask, 0xF190).decode(),
        "unknown": dialogue.nrc_of(tester.ask, b"\x22\x12\x34"),
        "present": tester.ask_all(b"\x3e\x00"),
        "silent": tester.ask_all(b"\x3e\x80"),
        "stranger": tester.refused_target(0x4711),
    }


def main(port, task, *files):
    if task == "identify":
        return identify(port)
    with open(files[0], "rb") as file:
        image = file.read()
    start = time.monotonic()
    report = dialogue.visit(Tester(port).ask, image)
    return {**report, "seconds": time.monotonic() - start}


print(json.dumps(main(int(sys.argv[1]), *sys.argv[2:])))
