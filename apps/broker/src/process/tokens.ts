/** What the process gives to every capability; injected by these names. */
export const CLOCK = Symbol('Clock');
export const CHANCE = Symbol('Chance');
export const LOG = Symbol('Log');
export const SETTINGS = Symbol('Settings');
export const DATABASE = Symbol('Database');
export const KEYS = Symbol('BrokerKeys');
/** This start's number: higher than that of every earlier start on the same data. */
export const EPOCH = Symbol('Epoch');
