"""
A DoIP entity whose every byte is Scapy's: DoIP packets, and Scapy's own answering machine as the units behind it.
doip_entity.py [CERTIFICATE KEY]: with these over Python's TLS. Prints {"port": N}; answers on TCP and UDP there until
its stdin ends.
"""

import json
import os
import socket
import ssl
import sys
import threading

from scapy.contrib.automotive.doip import DoIP
from scapy.contrib.automotive.ecu import EcuAnsweringMachine, EcuResponse, EcuState
import scapy.contrib.automotive.uds_ecu_states  # noqa: F401, what answers do to the state of a unit
from scapy.contrib.automotive.uds import UDS, UDS_DSCPR, UDS_RDBIPR, UDS_SAPR, UDS_TPPR
from scapy.packet import Raw

ENTITY = 0x1000
UNITS = (0x1001, 0x1002)
EVERYBODY = 0xE400
ALIVE_DID = bytes.fromhex("22f186")
VIN = b"SCAPYENTITY000001"
LONG = bytes(range(256)) * 20

RESPONSES = [
    EcuResponse(EcuState(session=range(255)), responses=UDS() / UDS_DSCPR(diagnosticSessionType=session))
    for session in (1, 2, 3)
] + [
    EcuResponse(EcuState(session=range(255)), responses=UDS() / UDS_TPPR()),
    EcuResponse(EcuState(session=range(255)), responses=UDS() / UDS_RDBIPR(dataIdentifier=0xF190) / Raw(VIN)),
    EcuResponse(EcuState(session=range(255)), responses=UDS() / UDS_RDBIPR(dataIdentifier=0xF1A0) / Raw(LONG)),
    EcuResponse(EcuState(session=3), responses=UDS() / UDS_SAPR(securityAccessType=1, securitySeed=b"\x12\x34\x56\x78")),
]


def machines():
    """A socket is wanted and never used: answers are asked for one by one."""
    return {unit: EcuAnsweringMachine(supported_responses=RESPONSES, main_socket=None, basecls=UDS) for unit in UNITS}


class Visit:
    def __init__(self, stream):
        self.stream = stream
        self.units = machines()
        self.turn = 0
        self.tester = None
        self.alive = None

    def take(self, count):
        data = b""
        while len(data) < count:
            part = self.stream.recv(count - len(data))
            if not part:
                raise EOFError
            data += part
        return data

    def message(self):
        head = self.take(8)
        return DoIP(head + self.take(int.from_bytes(head[4:], "big")))

    def say(self, *packets):
        """In turn all in one segment, or every byte in one of its own."""
        self.turn += 1
        data = b"".join(map(bytes, packets))
        for part in [data] if self.turn % 2 else [data[i : i + 1] for i in range(len(data))]:
            self.stream.sendall(part)

    def answer(self, unit, request):
        return [DoIP(payload_type=0x8001, source_address=unit, target_address=self.tester) / reply
                for reply in self.units[unit].make_reply(UDS(request))]

    def diagnostic(self, message):
        request, target = bytes(message.payload), message.target_address
        addressed = UNITS if target == EVERYBODY else [unit for unit in UNITS if unit == target]
        if not addressed:
            self.say(DoIP(payload_type=0x8003, source_address=target, target_address=self.tester, nack_code=3))
            return
        ack = DoIP(payload_type=0x8002, source_address=target, target_address=self.tester, ack_code=0)
        if request == ALIVE_DID:
            self.say(ack, DoIP(payload_type=0x0007))
            alive = self.message()
            told = alive.source_address.to_bytes(2, "big") if alive.payload_type == 8 else b""
            self.say(DoIP(payload_type=0x8001, source_address=target, target_address=self.tester)
                     / UDS() / UDS_RDBIPR(dataIdentifier=0xF186) / Raw(told))
            return
        self.say(ack, *[each for unit in addressed for each in self.answer(unit, request)])

    def run(self):
        try:
            while True:
                message = self.message()
                if message.payload_type == 0x0005:
                    self.tester = message.source_address
                    self.say(DoIP(payload_type=0x0006, logical_address_tester=self.tester,
                                  logical_address_doip_entity=ENTITY, routing_activation_response=0x10))
                elif message.payload_type == 0x8001:
                    self.diagnostic(message)
        except (EOFError, OSError):
            self.stream.close()


def identify(udp):
    while True:
        data, sender = udp.recvfrom(4096)
        if DoIP(data).payload_type == 0x0001:
            udp.sendto(bytes(DoIP(payload_type=0x0004, vin=VIN, logical_address=ENTITY, eid=b"\1\2\3\4\5\6",
                                  gid=b"\6\5\4\3\2\1", further_action=0)), sender)


def serve(stream, tls):
    try:
        Visit(tls.wrap_socket(stream, server_side=True) if tls else stream).run()
    except OSError:
        stream.close()


def main(*certificate):
    server = socket.create_server(("127.0.0.1", 0))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
    if tls:
        tls.load_cert_chain(*certificate)
    port = server.getsockname()[1]
    udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp.bind(("127.0.0.1", port))
    threading.Thread(target=identify, args=[udp], daemon=True).start()
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(json.dumps({"port": port}), flush=True)
    while True:
        stream, _ = server.accept()
        stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=[stream, tls], daemon=True).start()


main(*sys.argv[1:])
