import { isFresh, showAge } from '../facts/age.js';
import { answersOf } from './answer.js';
import type { Gate } from './gate.js';

const { yes, no } = answersOf('VEHICLE_STATE');

/** Ignition, engine, speed and whatever else the profile asks, as the units themselves report it. */
export const vehicleState: Gate = ({ vehicle }, { profile, measuredAt }) => {
  const conditions = profile.conditions.list;
  const wanted = conditions
    .map(({ name, min, max, unitOfMeasure }) => `${name} ${min}..${max}${unitOfMeasure}`)
    .join(', ');
  if (conditions.length === 0)
    return no(5, {
      measured: 'nothing to ask',
      wanted: 'a profile that says how the vehicle must stand',
      sentence: `The profile ${profile.id} does not say how this vehicle must stand: choose the profile of this vehicle.`,
    });
  if (!vehicle.known)
    return no(1, {
      measured: 'unknown',
      wanted,
      sentence: `How the vehicle stands is not known: ${vehicle.why}. Switch the ignition on and check the cable.`,
    });
  const limit = profile.timing.vehicleMaxAge;
  if (!isFresh(vehicle.at, limit, measuredAt.vehicle))
    return no(2, {
      measured: `read ${showAge(measuredAt.vehicle - vehicle.at)} before`,
      wanted: `read within ${showAge(limit)}`,
      sentence: 'How the vehicle stands was read too long ago: it is read again before anything is written.',
    });
  for (const condition of conditions) {
    const reading = vehicle.value.find((entry) => entry.condition === condition.name);
    if (reading === undefined)
      return no(3, {
        measured: `${condition.name} unknown`,
        wanted,
        sentence: `The vehicle does not report "${condition.name}": ${condition.remedy}.`,
      });
    if (!(reading.value >= condition.min && reading.value <= condition.max))
      return no(4, {
        measured: `${condition.name} ${reading.value}${condition.unitOfMeasure}`,
        wanted,
        sentence: `"${condition.name}" is ${reading.value}${condition.unitOfMeasure}, wanted is ${condition.min} to ${condition.max}: ${condition.remedy}.`,
      });
  }
  return yes({
    measured: vehicle.value.map(({ condition, value }) => `${condition} ${value}`).join(', '),
    wanted,
    sentence: 'The vehicle stands as its profile asks.',
  });
};
