/** The server's own sentence about why it did not do something. */
export async function sentenceOf(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'sentence' in body && typeof body.sentence === 'string')
    return body.sentence;
  return `The shop client answered with status ${response.status}. Reload this page.`;
}
