import { expect, test } from 'vitest';
import { surroundingBox } from './line.js';

test('outside of a box there is none', () => {
  expect(surroundingBox({})).toBeUndefined();
  expect(surroundingBox({ WAN_BOX_NEAR: '10.213.0.1' })).toBeUndefined();
});

test('programs of the far end are started in its network', () => {
  const box = surroundingBox({
    ...{ WAN_BOX_NEAR: '10.213.0.1', WAN_BOX_FAR: '10.213.0.2' },
    ...{ WAN_BOX_FAR_NET: '/proc/7/ns/net', WAN_BOX_CONTROL: '/tmp/control' },
  });
  const command = ['nsenter', '--net=/proc/7/ns/net', '--'];
  expect(box).toMatchObject({ near: '10.213.0.1', command, house: { elsewhere: { command, host: '10.213.0.2' } } });
});
