import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; nodes: { html: string; target: unknown[] }[] };
type Run = { run(context: object, options: object): Promise<{ violations: Violation[] }> };

type Options = {
  /** only these */
  rules?: string[];
  /** selectors of what is left out */
  without?: string[];
};

/**
 * What axe finds on the screen, one line each.
 */
export async function axeFinds(page: Page, { rules, without = [] }: Options = {}): Promise<string[]> {
  // As an expression of the debugger's, since the page's policy forbids evaluating text.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(
    async ([only, leftOut]) => {
      const { axe } = window as unknown as { axe: Run };
      // Without its own look at style sheets, which only a rule about turned phones needs.
      const options = {
        preload: false,
        resultTypes: ['violations'],
        ...(only && { runOnly: { type: 'rule', values: only } }),
      };
      const { violations } = await axe.run({ exclude: leftOut.map((one) => [one]) }, options);
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 220)}`));
    },
    [rules, without] as const,
  );
}
