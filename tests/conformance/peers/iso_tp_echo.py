"""
Scapy's ISO-TP behind a pipe of frames: every message that comes is sent back in reverse.
iso_tp_echo.py JSON with tx, rx, and perhaps ext, rx_ext, bs, stmin, padding.
"""

import json
import os
import queue
import sys
import threading

from scapy.layers.can import CAN
from scapy.contrib.isotp.isotp_soft_socket import ISOTPSoftSocket
from scapy.supersocket import SuperSocket


class PipeSocket(SuperSocket):
    """Frames as lines ID#DATA on stdin and stdout; eight digits are a 29-bit identifier."""

    def __init__(self):
        self.frames = queue.Queue()
        self.closed = False
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in sys.stdin:
            identifier, data = line.strip().split("#")
            flags = "extended" if len(identifier) == 8 else 0
            self.frames.put(CAN(identifier=int(identifier, 16), flags=flags, data=bytes.fromhex(data)))
        self.frames.put(None)

    def recv(self, _size=0):
        frame = self.frames.get()
        if frame is None:
            os._exit(0)
        frame.time = 0
        return frame

    def send(self, frame):
        digits = 8 if "extended" in str(frame.flags) else 3
        sys.stdout.write(f"{frame.identifier:0{digits}X}#{bytes(frame.data).hex()}\n")
        sys.stdout.flush()

    def close(self):
        self.closed = True

    @staticmethod
    def select(sockets, remain=None):
        return [each for each in sockets if not each.frames.empty()]


def main(text):
    wanted = json.loads(text)
    socket = ISOTPSoftSocket(
        PipeSocket(),
        tx_id=wanted["tx"],
        rx_id=wanted["rx"],
        ext_address=wanted.get("ext"),
        rx_ext_address=wanted.get("rx_ext"),
        bs=wanted.get("bs", 0),
        stmin=wanted.get("stmin", 0),
        padding=wanted.get("padding", False),
    )
    while True:
        if ISOTPSoftSocket.select([socket], 1):
            message = socket.recv()
            if message is not None:
                socket.send(bytes(message.data)[::-1])


main(sys.argv[1])
