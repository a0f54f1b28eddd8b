import type { Browser } from 'playwright-core';
import { House, type HouseOptions } from '../../../tools/demo/src/house/house.js';
import { mustBaylink } from './command.js';
import { Expert } from './expert.js';
import { Technician } from './technician.js';
import { openBrowser, Window } from './window.js';

export const ORGANISATION = 'Nordic Remote Diagnostics';

/** A house with two windows: the console of an expert who has no key yet, and the bay screen of a shop that is not paired. */
export class Meeting {
  private constructor(
    readonly house: House,
    private readonly browser: Browser,
    /** Fingerprint of the organisation. */
    readonly root: string,
    readonly expert: Expert,
    readonly technician: Technician,
  ) {}

  static async begin(options: HouseOptions = {}): Promise<Meeting> {
    const house = new House(options);
    await Promise.all([house.startBroker(), house.startVehicle()]);
    await house.car({ do: 'dtc', unit: 'gateway', code: '056200', status: 0x08 });
    const [browser, root] = await Promise.all([
      openBrowser(),
      mustBaylink(
        ...['org', 'init', '--dir', house.at('org'), '--broker', house.brokerUrl],
        ...['--name', ORGANISATION],
      ),
      house.startShop(house.link),
    ]);
    const [console, bay] = await Promise.all([
      Window.open(browser, 'console', house.brokerUrl),
      Window.open(browser, 'bay', house.bay),
    ]);
    return new Meeting(house, browser, root, new Expert(console), new Technician(bay));
  }

  certify = (code: string): Promise<string> =>
    mustBaylink(
      ...['org', 'certify', code, '--dir', this.house.at('org'), '--broker', this.house.brokerUrl],
      ...['--organisation', ORGANISATION],
    );

  /** An expert who is signed in, a shop that is paired, a case with its agreements, and a scan of the car. The visit's id. */
  async acquaint(): Promise<string> {
    const { expert, technician } = this;
    await this.certify(await expert.enrol('Ada Lind'));
    await expert.signIn();
    const { code, own } = await technician.startPairing();
    await technician.confirmPairing(await expert.approvePairing(code, own));
    await technician.openCase({ make: 'Baylink', model: 'Sample', year: '2025', complaint: 'Loses power uphill.' });
    await technician.signAgreements('Jo Meyer');
    const visit = await expert.openVisit();
    await expert.scan();
    return visit;
  }

  /** What either window has thrown, or its server's policy has stopped. */
  get faults(): readonly string[] {
    return [this.expert, this.technician].flatMap(({ window }) => window.faults);
  }

  pictures = (moment: string): Promise<unknown> =>
    Promise.all([this.expert, this.technician].map(({ window }) => window.picture(moment)));

  async end(): Promise<void> {
    await this.browser.close();
    await this.house.end();
  }
}
