"""Scapy's ISO-TP on python-can's SLCAN against the car. slcan.py PATH present | slcan.py PATH flash IMAGE: one JSON object."""

import json
import sys
import time

import can
from scapy.contrib.automotive.uds import UDS
from scapy.contrib.cansocket_python_can import PythonCANSocket
from scapy.contrib.isotp.isotp_soft_socket import ISOTPSoftSocket

import dialogue

FUNCTIONAL = 0x7DF
PATIENCE = 10.0


def present(path):
    """The identifiers on which units answer a functional TesterPresent; python-can alone."""
    with can.Bus(interface="slcan", channel=path, bitrate=500_000, sleep_after_open=0) as bus:
        bus.send(can.Message(arbitration_id=FUNCTIONAL, is_extended_id=False, data=b"\x02\x3e\x00\xcc\xcc\xcc\xcc\xcc"))
        end = time.monotonic() + 1.5
        heard = {}
        while (left := end - time.monotonic()) > 0:
            message = bus.recv(left)
            if message is not None:
                heard[f"{message.arbitration_id:03X}"] = bytes(message.data[:3]).hex()
        return heard


class Tester:
    """One unit behind a CAN request and a CAN response identifier."""

    def __init__(self, path):
        self.can = PythonCANSocket(bustype="slcan", channel=path, bitrate=500_000, sleep_after_open=0)
        self.socket = ISOTPSoftSocket(self.can, tx_id=0x7E0, rx_id=0x7E8, padding=True, basecls=UDS)

    def ask(self, request, patience=PATIENCE):
        self.socket.send(UDS(request))
        end = time.monotonic() + patience
        while (left := end - time.monotonic()) > 0:
            if not self.socket.select([self.socket], left):
                continue
            message = self.socket.recv()
            if message is not None and dialogue.is_final(bytes(message)):
                return bytes(message)
        raise TimeoutError(request.hex())

    def close(self):
        self.socket.close()
        self.can.close()


def main(path, task, *files):
    if task == "present":
        return present(path)
    with open(files[0], "rb") as file:
        image = file.read()
    tester = Tester(path)
    start = time.monotonic()
    report = dialogue.visit(tester.ask, image)
    tester.close()
    return {**report, "seconds": time.monotonic() - start}


print(json.dumps(main(*sys.argv[1:])))
