import type { Locator } from 'playwright-core';
import type { Window } from './window.js';

type Area = 'diagnostics' | 'coding' | 'programming' | 'supervision';

/** What an expert does in the console, by the things that they see there. */
export class Expert {
  constructor(readonly window: Window) {}

  private at = (testId: string): Locator => this.window.page.getByTestId(testId);
  in = (area: Area): Locator => this.window.page.locator(`#panel-${area}`);

  /** Makes a key in this browser; the code that the organisation is told. */
  async enrol(name: string): Promise<string> {
    await this.at('enrol-name').fill(name);
    await this.at('enrol-submit').click();
    return (await this.at('enrolment-code').innerText()).trim();
  }

  async signIn(): Promise<void> {
    await this.at('sign-in').click();
    await this.at('signed-in-as').waitFor();
  }

  /** The plan of a colleague: what the console shows of it, and then the signature. */
  async countersign(digest: string): Promise<{ readonly phrase: string; readonly facts: string }> {
    const card = this.at(`countersign-${digest.slice(0, 12)}`);
    const facts = await card.innerText();
    const phrase = (await card.getByTestId('phrase').innerText()).trim();
    await this.window.picture('countersigning');
    await card.getByRole('checkbox').check();
    await card.getByTestId('countersign').click();
    await card.waitFor({ state: 'detached' });
    return { phrase, facts };
  }

  /** The other answer to it; what the console says of the plan then. */
  async decline(digest: string, reason: string): Promise<string> {
    const card = this.at(`countersign-${digest.slice(0, 12)}`);
    await card.getByTestId('decline-reason').fill(reason);
    await card.getByTestId('decline').click();
    const told = await card.getByTestId('countersigning-declined').innerText();
    await this.window.picture('declined');
    return told;
  }

  /** Says yes to the code when the console shows the key that was read out; the organisation's fingerprint, to be read out. */
  async approvePairing(code: string, readOut: string): Promise<string> {
    await this.at('pairing-code').fill(code);
    await this.at('pairing-look').click();
    const shown = withoutGaps(await this.at('pairing-thumbprint').innerText());
    if (shown !== readOut) throw new Error(`the console shows the shop key ${shown}, the bay screen ${readOut}`);
    await this.at('pairing-approve').click();
    return withoutGaps(await this.at('organisation-fingerprint').innerText());
  }

  /** The visit's id. */
  async openVisit(): Promise<string> {
    await this.at('open-visit').click();
    await this.at('scan-start').waitFor();
    return new URL(this.window.page.url()).hash.split('/').at(-1) ?? '';
  }

  async scan(): Promise<string> {
    await this.window.page.locator('[data-testid=scan-start]:enabled').click();
    return this.at('scan-done').innerText();
  }

  /** What the console shows for a data identifier of a unit, after a scan. */
  identification = async (unit: string, did: string): Promise<string> =>
    (await this.at(`id-${unit}-${did}`).innerText()).split('\n')[0]?.trim() ?? '';

  /** Loads a description of the units, asks the chosen unit, and returns what the description says of the answer. */
  async askWithDescription(file: string, request: string): Promise<string> {
    await this.at('odx-file').setInputFiles(file);
    await this.at('odx-layer').waitFor();
    await this.at('request-bytes').fill(request);
    await this.at('request-names').waitFor();
    await this.at('request-send').click();
    return this.at('explained').first().innerText();
  }

  go = (area: Area): Promise<void> => this.at(`area-${area}`).click();

  choose = (unit: string): Promise<void> => this.at(`unit-${unit}`).click();

  /** Reads the value, takes the changed one into a plan, signs. Returns the value before, as it is shown. */
  async code(did: string, changed: (before: string) => string): Promise<string> {
    await this.go('coding');
    const before = await this.readValue(did);
    await this.at('coding-after').fill(changed(before));
    await this.at('coding-add').click();
    await this.setAside('coding');
    await this.at('coding-offer-review').click();
    await this.at('coding-confirm').check();
    await this.window.picture('coding-plan');
    await this.at('coding-offer-sign').click();
    return before;
  }

  /** What the coding area calls an identifier that is typed. */
  async nameOfDid(did: string): Promise<string> {
    await this.go('coding');
    await this.at('coding-did').fill(did);
    return (await this.in('coding').getByTestId('coding-value').innerText()).trim();
  }

  /** The value of a data identifier of the chosen unit, in the coding area. */
  async readValue(did: string): Promise<string> {
    await this.at('coding-did').fill(did);
    await this.at('coding-read').click();
    return (await this.at('coding-before').innerText()).trim();
  }

  /** Picks the file and its publisher's signature, says why the codes that stand do not stand in the way, types the end of the VIN, signs. */
  async flash(file: string, signature: string, vin: string): Promise<void> {
    await this.go('programming');
    await this.at('firmware-file').setInputFiles(file);
    await this.at('firmware-signature').setInputFiles(signature);
    await this.at('firmware-publisher').getByText('the shop checks it').waitFor();
    await this.at('block-flash').check();
    await this.at('band-low').fill('13.65');
    await this.offerFlash(vin);
  }

  /** The backup and the rehearsal of the newest run, as its card has them. */
  async evidence(): Promise<{ readonly backup: string; readonly rehearsed: number; readonly failed: number }> {
    const card = this.newest();
    const scenes = (held: boolean) => card.getByTestId('run-rehearsal').locator(`[data-held=${held}]`).count();
    const backup = await card.getByTestId('run-backup').innerText();
    return { backup, rehearsed: await scenes(true), failed: await scenes(false) };
  }

  /** The file is plain bytes, and these begin here. */
  async readAsPlainBytes(file: string, address: string): Promise<string> {
    await this.go('programming');
    await this.at('firmware-file').setInputFiles(file);
    await this.at('firmware-address').fill(address);
    await this.at('firmware-read-plain').click();
    return this.at('firmware-report').innerText();
  }

  /** The file holds several programming sessions: this one is meant. Then as with any other. */
  async flashSession(file: string, session: string, vin: string): Promise<void> {
    await this.at('firmware-file').setInputFiles(file);
    await this.at('firmware-session').selectOption(session);
    await this.offerFlash(vin);
  }

  private async offerFlash(vin: string): Promise<void> {
    await this.at('firmware-sha256').waitFor();
    await this.setAside('programming');
    await this.at('programming-offer-review').click();
    await this.at('offer-vin').fill(vin.slice(-6));
    await this.window.picture('flash-plan');
    await this.at('programming-offer-sign').click();
  }

  private async setAside(area: Area): Promise<void> {
    for (const field of await this.in(area)
      .getByTestId(/^set-aside-/)
      .all())
      await field.fill('Known from the intake, not what this plan is about.');
  }

  /** The five words of the newest run, once the console has moved to supervision. */
  phrase = async (): Promise<string> => (await this.newest().getByTestId('phrase').innerText()).trim();

  async saySame(): Promise<void> {
    await this.newest().getByTestId('phrase-same').click();
    await this.newest().getByTestId('phrase-told').waitFor();
  }

  /** Waits until the newest run stands here. */
  runIs = (state: string): Promise<void> =>
    this.newest()
      .and(this.window.page.locator(`[data-state=${state}]`))
      .waitFor({ timeout: 300_000 });

  newest = (): Locator => this.in('supervision').getByTestId('run').first();

  /** Reloads the page in the middle of a visit, and signs in again: the run that was watched is the first one still. */
  async comeBack(): Promise<void> {
    const watched = await this.newest().getAttribute('data-job');
    await this.window.page.reload();
    await this.at('sign-in').click();
    await this.go('supervision');
    const shown = await this.newest().getAttribute('data-job');
    if (shown !== watched) throw new Error(`the console shows the job ${shown} first, it was ${watched}`);
  }

  ledgerHead = async (): Promise<string> => withoutGaps(await this.at('ledger-head').innerText());

  async closeVisit(): Promise<void> {
    await this.at('close-visit').click();
    await this.at('close-visit-confirm').click();
    await this.at('case-list').waitFor();
  }
}

const withoutGaps = (groups: string): string => groups.replace(/\s/g, '');
