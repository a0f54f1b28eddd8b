/** One line of JSON for every test that has ended, marked so that it can be told from what the tests print. */
export default async function* lines(source) {
  for await (const { type, data } of source) {
    const ended = type === 'test:pass' || type === 'test:fail';
    if (!ended || data.details.type === 'suite') continue;
    const error = data.details.error?.cause ?? data.details.error;
    const why = type === 'test:fail' ? String(error?.stack ?? error) : undefined;
    yield `\n@case ${JSON.stringify({ name: data.name, milliseconds: data.details.duration_ms, why })}\n`;
  }
}
