import { spawnSync } from 'node:child_process';
import { COVERS, MUTANTS, NEVER_WRITTEN, RUNS } from './checks.table.mjs';
import { verifier } from './verifier.mjs';

/** `npm run model [-- quick]`: the write job's model in Spin against the tables of the machine, and every mistake planted into it. */
const size = process.argv[2] ?? 'whole';
if (!(size in RUNS)) {
  console.error(`"${size}" is not a size of the check. Use: npm run model, or npm run model -- quick`);
  process.exit(2);
}
if (spawnSync('spin', ['-V']).status !== 0 || spawnSync('cc', ['--version']).status !== 0) {
  console.error('Spin and a C compiler are needed: sudo apt-get install spin gcc, then run npm run model again.');
  process.exit(3);
}

const { verify, close } = verifier();
try {
  const wrong = [...covers(), ...sound(), ...planted()];
  for (const sentence of wrong) console.error(sentence);
  console.log(
    `\nmodel: ${wrong.length === 0 ? `no error, the same transitions as the machine, ${MUTANTS.length} of ${MUTANTS.length} planted mistakes found` : 'FAILED'}`,
  );
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  close();
}

/** Nothing that the machine does not do is done; what it does and the model does not is an error, too. */
function covers() {
  const { errors, states, told } = verify(COVERS, 'assertions');
  const unused = told.match(/^unused .*$/gm) ?? [];
  const lacking = unused.filter((line) => {
    const [, what, , ...letter] = line.split(' ');
    return what !== 'record' || !NEVER_WRITTEN.includes(letter.join(' '));
  });
  console.log(
    `transitions and journals: ${states} states, ${errors} errors, ${lacking.length} of the machine not taken`,
  );
  return [
    ...(told.match(/^no such .*$/gm) ?? []).map((line) => `The model does what the machine does not: ${line}.`),
    ...(errors === 0 ? [] : ['The model breaks an assertion.']),
    ...lacking.map((line) => `The machine does what the model does not: ${line}.`),
  ];
}

function sound() {
  return RUNS[size].flatMap(({ check, bounds }) => {
    const { errors, states } = verify(bounds, check, size === 'whole');
    console.log(`${check}, ${bounds.join(' ')}: ${states} states, ${errors} errors`);
    return errors === 0 ? [] : [`The model itself breaks ${check} with ${bounds.join(' ')}.`];
  });
}

function planted() {
  return MUTANTS.flatMap(({ name, mistake, by, bounds }) => {
    const { errors } = verify([...bounds, `-D${name}`], by);
    console.log(`${errors > 0 ? 'found ' : 'MISSED'} ${name}: ${mistake}`);
    return errors > 0 ? [] : [`${name} was not found: ${mistake}.`];
  });
}
