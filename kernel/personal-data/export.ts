import { Readable } from 'node:stream';
import { Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import { sql } from 'kysely';
import { audit, entriesOf } from '../audit/index.ts';
import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { transaction } from '../db/index.ts';
import { readFile } from '../files/index.ts';
import { ok, type Result, refuse } from '../lib/result.ts';
import { type Download, download } from '../module/index.ts';
import { type Asked, conditionOf, findSubject, nameOf, rowsOf, tableOf, withRefs } from './subject.ts';

/** What is stored of a person: table → rows. Money is in minor units, times are in UTC. */
export type PersonExport = {
  person: Asked & { name: string };
  organization: string;
  made_at: string;
  data: Record<string, Record<string, unknown>[]>;
  /** what the log of changes says by or about the person */
  log: Record<string, unknown>[];
  /** the files, in the folder `files` */
  files: { id: string; name: string; type: string; purpose: string; file: string }[];
};

/** Rows of one table in an export; a person has fewer. */
const MAX_ROWS = 50_000;

/** Everything of a person, but for secrets and the bytes of files. Refuses with `personal_data.not_found`. */
export async function collectPerson(ctx: Ctx, asked: Asked): Promise<Result<PersonExport>> {
  const name = await nameOf(ctx, ctx.system, asked);
  if (name === null) return refuse('personal_data.not_found');
  const { refs } = await findSubject(ctx, ctx.system, asked);
  const data: PersonExport['data'] = {};
  for (const one of rowsOf(ctx)) {
    if (one.erase === 'follow') continue;
    const hidden = ['organization_id', 'search_text', ...(one.hidden ?? [])];
    // Raw SQL: manifests name the tables; rows as JSON.
    const { rows } = await sql<{ row: Record<string, unknown> }>`${withRefs(refs)}
      select to_jsonb(t) - ${hidden}::text[] as row from ${tableOf(one.table)} t where ${conditionOf(ctx, one)}
      limit ${MAX_ROWS}`.execute(ctx.system);
    if (rows.length > 0) data[one.table] = [...(data[one.table] ?? []), ...rows.map(({ row }) => row)];
  }
  const files = await ctx.system
    .selectFrom('file')
    .select(['id', 'name', 'content_type as type', 'purpose'])
    .where(inOrg(ctx))
    .where('id', 'in', [...(refs.get('file') ?? []), NONE])
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute();
  const ids = [...refs].flatMap(([kind, of]) => (kind === 'file' ? [] : [...of]));
  return ok({
    person: { ...asked, name },
    organization: orgOf(ctx).name,
    made_at: ctx.clock.now().toISOString(),
    data,
    log: await entriesOf(ctx, ids),
    files: files.map((file) => ({
      ...file,
      file: `files/${file.id}-${file.name.replaceAll(/[^\p{L}\p{N}. _-]/gu, '_')}`,
    })),
  });
}

const NONE = '00000000-0000-0000-0000-000000000000';

/** The export as a ZIP; the log of changes says who took it. */
export async function downloadPerson(ctx: Ctx, asked: Asked): Promise<Result<Download>> {
  const found = await collectPerson(ctx, asked);
  if (!found.ok) return found;
  const noted = await transaction(ctx, async (tx) => {
    await audit(tx, 'personal_data.exported', { subject: { type: asked.kind, id: asked.id } });
    return ok(null);
  });
  if (!noted.ok) return noted;
  return download({
    type: 'application/zip',
    filename: `${asked.kind}-${asked.id}.zip`,
    body: Readable.from(zipOf(ctx, found.data)),
  });
}

/** The parts of the ZIP, one file read after the other, so that memory holds one of them. */
export async function* zipOf(ctx: Ctx, found: PersonExport): AsyncGenerator<Uint8Array> {
  let parts: Uint8Array[] = [];
  let failed: Error | undefined;
  const zip = new Zip((error, bytes) => {
    if (error) failed = error;
    else parts.push(bytes);
  });
  function* take() {
    if (failed) throw failed;
    yield* parts;
    parts = [];
  }
  const json = new ZipDeflate('person.json');
  zip.add(json);
  json.push(new TextEncoder().encode(JSON.stringify(found, null, 2)), true);
  yield* take();
  for (const { id, file } of found.files) {
    const read = await readFile(ctx, id);
    // A file that its store has lost is listed, but not there.
    if (!read.ok) continue;
    const entry = new ZipPassThrough(file);
    zip.add(entry);
    entry.push(read.data.bytes, true);
    yield* take();
  }
  zip.end();
  yield* take();
}
