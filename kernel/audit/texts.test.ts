import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { texts } from '../i18n/index.ts';
import { flatten } from '../i18n/texts.ts';

/** Every audit action in the source code, as in `audit(tx, 'exhibition.bill.added', …)`. */
function actionsWritten(): Map<string, string> {
  const actions = new Map<string, string>();
  for (const root of ['kernel', 'modules', 'server']) {
    for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.includes('.test.') || file.includes('node_modules')) continue;
      const source = readFileSync(join(root, file), 'utf8').replaceAll(/^\s*(\*|\/\/).*$/gm, '');
      for (const [, action] of source.matchAll(/\baudit(?:Many|Values)?\(\s*\w+,\s*'([^']+)'/g)) {
        actions.set(action as string, join(root, file));
      }
    }
  }
  return actions;
}

describe('the audit trail in people’s languages', () => {
  const actions = actionsWritten();

  it('finds the actions', () => {
    expect([...actions.keys()]).toContain('jobs.retried');
  });

  it.each(texts().staffLanguages)('%s has a text for every action', (language) => {
    const own = flatten(texts().resources[language] ?? {});
    const missing = [...actions].filter(([action]) => !own.has(`audit.${action}`));
    expect(missing).toEqual([]);
  });
});
