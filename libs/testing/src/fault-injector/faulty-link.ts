import type { Clock } from '@baylink/kernel';
import type { CanFrame } from '@baylink/protocols/can';
import type { CanLink, CanLinkEvent, DiagnosticLink, LinkEvent, Target } from '@baylink/transport-vehicle';
import { forwardCan, forwardDiagnostic } from '@baylink/transport-vehicle/wrap';
import type { FaultPlan } from './fault-plan.js';
import { FaultyLanes } from './faulty-lanes.js';

type Message = Extract<LinkEvent, { kind: 'message' }>;

/** The same link, with what the plan does to its messages. An indication comes although its message may not. */
export function faultyLink(link: DiagnosticLink, plan: FaultPlan, clock: Clock): DiagnosticLink {
  let tell: (event: LinkEvent) => void = () => {};
  const lanes = new FaultyLanes<{ target: Target; bytes: Uint8Array }, Message>(plan, clock, {
    send: ({ target, bytes }) => link.send(target, bytes),
    hear: (message) => tell({ ...message, at: clock.now() }),
    cut: (error) => {
      tell({ kind: 'closed', error, at: clock.now() });
      void link.close();
    },
  });
  return forwardDiagnostic(link, {
    send: (target, bytes) => lanes.send({ target, bytes }),
    listen(listener) {
      tell = listener;
      link.listen((event) => {
        if (event.kind === 'message') lanes.heard(event);
        else if (lanes.whole) listener(event);
      });
    },
  });
}

/** The same for a bus: frames are lost, late, doubled, swapped, damaged or refused. */
export function faultyCanLink(link: CanLink, plan: FaultPlan, clock: Clock): CanLink {
  let tell: (event: CanLinkEvent) => void = () => {};
  const parcelOf = (frame: CanFrame) => ({ frame, bytes: frame.data });
  type FrameParcel = ReturnType<typeof parcelOf>;
  const frameOf = ({ frame, bytes }: FrameParcel): CanFrame => ({ ...frame, data: bytes });
  const lanes = new FaultyLanes<FrameParcel, FrameParcel>(plan, clock, {
    send: (parcel) => link.send(frameOf(parcel)),
    hear: (parcel) => tell({ kind: 'frame', frame: frameOf(parcel), at: clock.now() }),
    cut: (error) => {
      tell({ kind: 'closed', error, at: clock.now() });
      void link.close();
    },
  });
  return forwardCan(link, {
    send: (frame) => lanes.send(parcelOf(frame)),
    listen(listener) {
      tell = listener;
      link.listen((event) => {
        if (event.kind === 'frame') lanes.heard(parcelOf(event.frame));
        else if (lanes.whole) listener(event);
      });
    },
  });
}
