import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { audit } from '../../kernel/audit/index.ts';
import type { Ctx } from '../../kernel/ctx/index.ts';
import { findOrganization, firstOrganization, transaction } from '../../kernel/db/index.ts';
import { t } from '../../kernel/i18n/index.ts';
import { ok, type Refusal } from '../../kernel/lib/result.ts';
import { collectPerson, erasePerson, findPerson, previewErasure, zipOf } from '../../kernel/personal-data/index.ts';
import type { OpenServices } from '../app.ts';
import { withApp } from './open.ts';

type Options = { organization?: string; kind?: string };

/** Writes everything that is stored of one person to a ZIP. */
export function personExport(who: string, options: Options & { out?: string }): Promise<void> {
  return forPerson(who, options, async (ctx, asked) => {
    const found = await collectPerson(ctx, asked);
    if (!found.ok) return refused(ctx, found);
    await transaction(ctx, async (tx) => {
      await audit(tx, 'personal_data.exported', { subject: { type: asked.kind, id: asked.id } });
      return ok(null);
    });
    const file = options.out ?? `${asked.kind}-${asked.id}.zip`;
    // Other accounts of the machine must not read it.
    await pipeline(Readable.from(zipOf(ctx, found.data)), createWriteStream(file, { mode: 0o600 }));
    console.log(`Written: ${file}, with ${found.data.files.length} files.`);
    return 0;
  });
}

/**
 * Erases one person over all modules, after showing what goes and what stays; the name typed again confirms it, or
 * `--name`.
 */
export function personErase(who: string, options: Options & { name?: string; dryRun?: boolean }): Promise<void> {
  return forPerson(who, options, async (ctx, asked) => {
    const found = await previewErasure(ctx, asked);
    if (!found.ok) return refused(ctx, found);
    const { name, parts, open, files, shared_words: shared } = found.data;
    console.log(`${name} (${asked.kind} ${asked.id})`);
    for (const { part, rows, what, why } of parts)
      console.log(`${String(rows).padStart(7)}  ${WHAT[what]}  ${part}${why ? `: ${why}` : ''}`);
    if (files > 0) console.log(`${String(files).padStart(7)}  ${WHAT.delete}  files`);
    if (shared.length > 0)
      console.log(`Others have these too, so they stay in texts about others: ${shared.join(', ')}`);
    if (open) {
      console.error(open);
      return 1;
    }
    if (options.dryRun) return 0;
    const typed = options.name ?? (await ask(`Type the name to erase ${name} for good: `));
    if (typed.trim() !== name) {
      console.error(t(ctx, 'errors.personal_data.name_differs'));
      return 1;
    }
    const erased = await erasePerson(ctx, asked);
    if (!erased.ok) return refused(ctx, erased);
    console.log('Erased. Backups made before keep the data until they are deleted.');
    return 0;
  });
}

const WHAT = { delete: 'deleted', blank: 'blanked', keep: 'stays  ' };

function refused(ctx: Ctx, { code, detail }: Refusal): number {
  console.error(t(ctx, `errors.${code}`, detail));
  return 1;
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await lines.question(question);
  lines.close();
  return answer;
}

function forPerson(
  who: string,
  { organization, kind }: Options,
  work: (ctx: Ctx, asked: { kind: string; id: string }) => Promise<number>,
): Promise<void> {
  return withApp(async ({ ctxFor, boot }: OpenServices) => {
    const { system } = boot.database;
    const first = organization ? null : await firstOrganization(ctxFor(null, 'person'));
    const inside = organization
      ? await findOrganization(system, { slug: organization })
      : first && (await findOrganization(system, { id: first }));
    if (!inside) {
      console.error(organization ? `There is no organization "${organization}".` : 'There is no organization yet.');
      return 1;
    }
    const ctx = ctxFor(inside, 'person');
    const asked = await findPerson(ctx, who, kind);
    return asked.ok ? work(ctx, asked.data) : refused(ctx, asked);
  });
}
