"""Requests and responses of KWP2000 as Scapy builds them, from its own defaults and at random: one JSON list of hex texts."""

import json
import random
import sys

from scapy.contrib.automotive.kwp import KWP
from scapy.packet import Raw, fuzz

seed, rounds = int(sys.argv[1]), int(sys.argv[2])
random.seed(seed)
vectors = []
for condition, layer in KWP.payload_guess:
    sid = condition.get("service")
    if sid is None:
        continue
    name = KWP.services.get(sid, "")
    plain = KWP(service=sid) / layer()
    vectors.append([name, bytes(plain).hex()])
    for _ in range(rounds):
        built = bytes(KWP(service=sid) / fuzz(layer()))
        vectors.append([name, built.hex()])
print(json.dumps(vectors))
