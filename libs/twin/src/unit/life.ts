import { after, type Millis, millis, type Step } from '@baylink/kernel';
import { createServer } from '@baylink/protocols/uds';
import { decideBoot } from '../boot/boot.js';
import { install } from '../boot/software.js';
import type { BrickReason } from './nonvolatile.js';
import { FRESH_RAM } from './ram.js';
import { serverConfig } from './server-config.js';
import { SESSION } from './sessions.table.js';
import { NOTHING_ASKED } from './speech/speech.js';
import type { Life, StartPlan, UnitOut, UnitState } from './state.js';
import { SUPPLY } from './supply.js';

type Turn = Step<UnitState, UnitOut>;

/** From reset to the first request that is heard. */
const START_TIME = millis(300);

/** The unit stops what it does and starts again; in the middle of an erase it never starts again. */
export function restart(unit: UnitState, plan: StartPlan, now: Millis): Turn {
  if (isErasing(unit)) return brick(unit, 'reset-in-erase');
  const life: Life = { kind: 'starting', ready: after(now, START_TIME), plan };
  return { state: { ...unit, life }, out: [{ kind: 'report', report: { kind: 'reset' } }] };
}

/** What the supply does to a unit: it dies below one limit and starts above another. */
export function followSupply(unit: UnitState, now: Millis): Turn {
  const { supply } = unit.surroundings;
  switch (unit.life.kind) {
    case 'off': {
      if (supply < SUPPLY.start) return { state: unit, out: [] };
      const life: Life = { kind: 'starting', ready: after(now, START_TIME), plan: { kind: 'fresh' } };
      return { state: { ...unit, life }, out: [] };
    }
    case 'starting':
    case 'running': {
      if (supply >= SUPPLY.collapse) return { state: unit, out: [] };
      if (isErasing(unit)) return brick(unit, 'supply-lost-in-erase');
      return {
        state: { ...unit, life: { kind: 'off' } },
        out: [{ kind: 'report', report: { kind: 'power-lost' } }],
      };
    }
    case 'bricked':
      return { state: unit, out: [] };
  }
}

/** The software begins: the application if it may and can, else the bootloader. */
export function begin(unit: UnitState, plan: StartPlan, now: Millis): Turn {
  const requested = plan.kind === 'session' && plan.session === SESSION.programming;
  const boot = requested
    ? ({ into: 'bootloader', reason: 'requested' } as const)
    : decideBoot(unit.memory.software, unit.profile.hardwareId);
  const reason = boot.into === 'bootloader' ? boot.reason : undefined;
  const server = createServer(serverConfig(unit.profile, boot.into), {
    at: now,
    failedAttempts: unit.memory.failedAttempts,
    ...(plan.kind === 'session' ? { session: plan.session, owed: plan.owed } : {}),
  });
  const { software } = unit.memory;
  const memory = { ...unit.memory, software: software === undefined ? undefined : install(software) };
  const fresh = { job: undefined, blocks: 0, ram: FRESH_RAM, speech: NOTHING_ASKED } as const;
  const life: Life = { kind: 'running', running: boot.into, reason, server, ...fresh };
  return {
    state: { ...unit, memory, life },
    out: [{ kind: 'report', report: { kind: 'started', running: boot.into, reason } }],
  };
}

const isErasing = ({ life }: UnitState): boolean => life.kind === 'running' && life.job?.kind === 'erase';

function brick(unit: UnitState, why: BrickReason): Turn {
  return {
    state: { ...unit, memory: { ...unit.memory, bricked: why }, life: { kind: 'bricked', why } },
    out: [{ kind: 'report', report: { kind: 'bricked', why } }],
  };
}
