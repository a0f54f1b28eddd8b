import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';

const EVERY_MS = 40;

/**
 * The cable between the meter at the battery and the shop client: copies the newest reading into a FIFO, line by line.
 * Pulled out, nothing comes any more, as with a real one.
 */
export class VoltageLead {
  private fd: number | undefined;
  private readonly timer: NodeJS.Timeout;
  private state: 'in' | 'out' = 'in';

  /** Makes the FIFO at `fifo`. `meter` is the file in which the meter shows its reading. */
  constructor(
    private readonly meter: string,
    readonly fifo: string,
  ) {
    execFileSync('mkfifo', ['-m', '600', fifo]);
    this.timer = setInterval(() => this.copy(), EVERY_MS);
  }

  pullOut(): void {
    this.state = 'out';
  }

  plugIn(): void {
    this.state = 'in';
  }

  close(): void {
    clearInterval(this.timer);
    this.hangUp();
  }

  private copy(): void {
    if (this.state === 'out') return;
    try {
      this.fd ??= openSync(this.fifo, constants.O_WRONLY | constants.O_NONBLOCK);
      writeSync(this.fd, readFileSync(this.meter));
    } catch {
      this.hangUp();
    }
  }

  /** Nobody reads (ENXIO, EPIPE) or nothing can be read: what was waiting in the FIFO is thrown away with it. */
  private hangUp(): void {
    if (this.fd !== undefined) closeSync(this.fd);
    this.fd = undefined;
  }
}
