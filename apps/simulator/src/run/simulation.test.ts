import { expect, test } from 'vitest';
import { coding, programming } from '../people/orders.js';
import { Simulation } from './simulation.js';

test('clean jobs come to DONE, twice with the same trace', async () => {
  for (const order of [await programming(), await coding()]) {
    const digests = new Set<string>();
    for (let i = 0; i < 2; i++) {
      const begun = performance.now();
      const simulation = new Simulation({ seed: 1, order, keepTrace: true });
      const ending = await simulation.run();
      console.log(
        ending,
        simulation.operations,
        simulation.world.clock.now() / (performance.now() - begun),
        simulation.world.trace.lines.length,
        simulation.alarms,
      );
      if (ending.kind !== 'over') console.log(simulation.world.trace.lines.slice(-30).join('\n'));
      digests.add(simulation.world.trace.digest());
    }
    expect(digests.size).toBe(1);
  }
});
