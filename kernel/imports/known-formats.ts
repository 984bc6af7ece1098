import { type Ctx, inOrg, orgOf } from '../ctx/index.ts';
import { texts } from '../i18n/index.ts';
import { sameHeading } from '../lib/same-heading.ts';
import type { AnyImport } from './define.ts';
import type { How } from './find-heading.ts';

/** Shapes of files whose columns are remembered, of each kind of import; the ones used last. */
const FORMATS = 200;
/** The columns that a file of refused rows has behind the definition's own. */
const REFUSED_COLUMNS = ['console.import.row', 'console.imports.row', 'console.imports.reason'];

/** What is known before a file is read: earlier files' columns, our own exports' headings, the country of numbers. */
export async function known(ctx: Ctx, definition: AnyImport): Promise<Pick<How, 'remembered' | 'ours' | 'country'>> {
  const rows = await ctx.db
    .selectFrom('import_format')
    .select(['fingerprint', 'columns'])
    .where(inOrg(ctx))
    .where('name', '=', definition.name)
    .orderBy('updated_at', 'desc')
    .limit(FORMATS)
    .execute();
  const keys = new Set(definition.columns.map(({ key }) => key));
  // A version that has other columns forgets what it can't use.
  const usable = rows.filter(({ columns }) =>
    (columns as (string | null)[]).every((key) => key === null || keys.has(key)),
  );
  return {
    remembered: new Map(usable.map(({ fingerprint, columns }) => [fingerprint, columns as (string | null)[]])),
    ours: ourHeadings(ctx, definition),
    country: orgOf(ctx).country,
  };
}

/** The headings of the export of the same name, and of the refused rows, in every language. */
function ourHeadings(ctx: Ctx, definition: AnyImport): Map<string, string | null> {
  const keys = new Set(definition.columns.map(({ key }) => key));
  const { find, languages } = texts();
  const ours = new Map<string, string | null>();
  const add = (title: string, key: string | null) => {
    for (const locale of languages) {
      const heading = sameHeading(find(locale, title) ?? '');
      if (heading !== '' && !ours.get(heading)) ours.set(heading, key);
    }
  };
  for (const { key, title } of ctx.services.exports.get(definition.name)?.columns ?? []) {
    const plain = key.replace(/_minor$/, '');
    add(title, keys.has(key) ? key : keys.has(plain) ? plain : null);
  }
  for (const title of REFUSED_COLUMNS) add(title, null);
  return ours;
}
