import type { Page } from 'playwright-core';

/** What somebody can act on; of a group with roving focus (WAI-ARIA tabs, radio buttons) one is enough, arrows do the rest. */
const ACTIONS = 'a[href], button, input, select, textarea, summary, [role=tab], [role=button]';
/** An outline as thin as this is not seen. CSS pixels. */
const THINNEST = 2;

interface Stop {
  readonly action: string;
  /** Something outlines it, and it does not lie behind anything else. */
  readonly seen: boolean;
}

/** What a key that moves the focus reaches, once around the page from where it is now, and what of the page it does not reach. */
export async function walkBy(
  page: Page,
  key: 'Tab' | 'Shift+Tab',
): Promise<{ readonly stops: readonly Stop[]; readonly missed: string[] }> {
  const actions = await page.evaluate(list, ACTIONS);
  const stops: Stop[] = [];
  // Each once, and the way out of the page and in again.
  for (let presses = 0; presses <= actions.length * 2; presses += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(focused, THINNEST);
    if (stop === undefined) continue;
    if (stop.action === stops[0]?.action) break;
    stops.push(stop);
  }
  const reached = new Set(stops.map(({ action }) => action));
  return { stops, missed: actions.filter((action) => !reached.has(action)) };
}

/** Runs in the page. Names every action that stands there and can be done now. */
function list(selector: string): string[] {
  const shown = [...document.querySelectorAll<HTMLElement>(selector)].filter(
    (element) => element.checkVisibility() && !element.matches(':disabled') && !roving(element),
  );
  for (const [place, element] of shown.entries()) {
    const named = element.dataset.testid ?? element.id;
    element.dataset.action = `${place} ${element.tagName.toLowerCase()} ${named || element.innerText}`.trim();
  }
  return shown.map((element) => element.dataset.action ?? '');

  function roving(element: HTMLElement): boolean {
    if (element.role === 'tab') return element.ariaSelected !== 'true';
    if (!(element instanceof HTMLInputElement) || element.type !== 'radio') return false;
    const group = [...document.querySelectorAll<HTMLInputElement>(`input[type=radio][name="${element.name}"]`)];
    return element !== (group.find(({ checked }) => checked) ?? group[0]);
  }
}

/** Runs in the page. What is scrolled to may stand there a few frames later only. */
async function focused(thinnest: number): Promise<Stop | undefined> {
  const element = document.activeElement;
  if (!(element instanceof HTMLElement) || element === document.body) return undefined;
  const around = [element, element.parentElement, element.parentElement?.parentElement].filter((one) => one != null);
  const outlined = () =>
    around.some((one) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(one);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= thinnest;
    });
  const uncovered = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const onTop = document.elementFromPoint(left + width / 2, top + height / 2);
    return onTop !== null && around.some((one) => one === onTop || one.contains(onTop));
  };
  let seen = outlined() && uncovered();
  for (let frames = 0; !seen && frames < 30; frames += 1) {
    await new Promise(requestAnimationFrame);
    seen = outlined() && uncovered();
  }
  return { action: element.dataset.action ?? element.outerHTML.slice(0, 80), seen };
}
