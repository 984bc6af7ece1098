import { globSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/**
 * Names of components: a contract is called as the code calls it (`export const Bill` of a contract.ts is `Bill`), so
 * nobody names it a second time. Schemas have no identity once they are optional or spread, so they are known by what
 * they say. Where two packages have contracts of one name, each gets its package's name before it, but for the one whose
 * operation is called so (`getCustomer`): `owners` says which package that is.
 */
type Named = { of: string; name: string };
export type Names = {
  of(schema: object, of: string): string | undefined;
  /** whether a contract is called so */
  taken(name: string): boolean;
};

const RESERVED = new Set(['Error', 'Page', 'CommonCode', 'Done', 'DonePage']);

export const pascal = (text: string): string =>
  text
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
    .map((word) => word[0]?.toUpperCase() + word.slice(1))
    .join('');

export async function contractNames(root: string, owners: ReadonlyMap<string, string>): Promise<Names> {
  const files = globSync('{kernel,modules}/**/{contract,*-contract,*.contract}.ts', { cwd: root }).sort();
  files.unshift('kernel/lib/schemas.ts');
  const found: { of: string; path: string[]; name: string; key: string }[] = [];
  for (const file of files) {
    const path = file.split('/').slice(1, -1);
    for (const [name, schema] of Object.entries(await import(pathToFileURL(`${root}/${file}`).href)).sort()) {
      if (!/^[A-Z][A-Za-z0-9]*$/.test(name) || /^[A-Z0-9_]+$/.test(name) || !isNameable(schema)) continue;
      found.push({ of: path[0] ?? '', path, name, key: JSON.stringify(schema) });
    }
  }
  const contents = (name: (one: (typeof found)[number]) => string) => {
    const byName = Map.groupBy(found, name);
    return (one: (typeof found)[number]) => new Set(byName.get(name(one))?.map(({ key }) => key)).size;
  };
  const short = contents(({ name }) => name);
  const ofPackage = ({ of, name }: (typeof found)[number]) => (name.startsWith(pascal(of)) ? name : pascal(of) + name);
  const long = contents(ofPackage);
  const byKey = new Map<string, Named[]>();
  for (const one of found) {
    const own = owners.get(one.name) === one.of && long(one) === 1;
    const alone = (short(one) === 1 || own) && !RESERVED.has(one.name);
    const name = alone ? one.name : long(one) === 1 ? ofPackage(one) : one.path.map(pascal).join('') + one.name;
    byKey.set(one.key, [...(byKey.get(one.key) ?? []), { of: one.of, name }]);
  }
  const taken = new Set([...RESERVED, ...[...byKey.values()].flatMap((all) => all.map(({ name }) => name))]);
  return {
    of(schema, of) {
      if (!isNameable(schema)) return undefined;
      const all = byKey.get(JSON.stringify(schema));
      return (all?.find((one) => one.of === of) ?? all?.[0])?.name;
    },
    taken: (name) => taken.has(name),
  };
}

/** Objects with fields, lists of words, and alternatives; what is shorter than its name is not worth one. */
function isNameable(schema: unknown): schema is object {
  if (typeof schema !== 'object' || schema === null) return false;
  const { type, properties, description, pattern, enum: words, anyOf } = schema as Record<string, unknown>;
  // `Amount`, `Currency`: texts that say what they are
  if (type === 'string' && description) return pattern !== undefined || String(description).startsWith('Decimal text');
  if (type === 'object') return Object.keys((properties ?? {}) as object).length > 1;
  if (Array.isArray(words)) return words.length > 2;
  return Array.isArray(anyOf) && anyOf.filter((one) => (one as { type?: string }).type === 'object').length > 1;
}
