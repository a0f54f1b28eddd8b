import * as real from '../../node_modules/vitest/dist/index.js';

/** One test of a file that was loaded: run as often as there are mutants. */
export interface Case {
  readonly id: string;
  readonly run: () => unknown;
}

type Body = (...row: never[]) => unknown;

/** In the order of their files. */
export const cases: Case[] = [];

const add = (name: string, run: () => unknown): void => void cases.push({ id: `${cases.length} ${name}`, run });
const rowsOf = (table: readonly unknown[]): never[][] =>
  table.map((row) => (Array.isArray(row) ? row : [row]) as never[]);

/** Stands in for Vitest where mutants are run: tests are collected, and not run by themselves. */
export const test = Object.assign(add, {
  each: (table: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of rowsOf(table)) add(name, () => body(...row));
  },
});
export const describe = Object.assign((_: string, body: () => void) => body(), {
  each: (table: readonly unknown[]) => (_: string, body: Body) => {
    for (const row of rowsOf(table)) body(...row);
  },
});
export const { expect, vi } = real;
