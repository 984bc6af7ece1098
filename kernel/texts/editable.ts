/** Which texts an organization may write itself: a table of their groups in the manifests, and their keys in a language. */
import type { Organization } from '../ctx/index.ts';
import { flatten, texts } from '../i18n/index.ts';
import type { Manifest } from '../module/index.ts';
import { type Ours, placeholdersOf } from './own-text.rule.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** texts for customers that an organization may write itself: keys, or beginnings of keys */
    editableTexts?: readonly string[];
  }
}

/** Words that people type, names of states for staff, and names in lists: the program itself reads or shows them. */
const FIXED = /\.(entries|words|place)(\.|$)|_words$|^messages\..*\.name$/;
const PLURAL = /_(zero|one|two|few|many|other)$/;

export type Editable = Ours & { group: string };
type Owner = { name: string; ofPackage: boolean; starts: readonly string[] };

let owners: Owner[] = [];
/** By language: made at the first use, since the files never change while the program runs. */
const kept = new Map<string, Map<string, Editable>>();

export function gatherEditable(manifests: Manifest[]): void {
  owners = manifests.flatMap(({ name, kind, editableTexts }) =>
    editableTexts ? [{ name, ofPackage: kind === 'package', starts: editableTexts }] : [],
  );
  kept.clear();
}

/** All editable texts of a language by key, whatever modules an organization uses. */
export function editableIn(language: string): Map<string, Editable> {
  let found = kept.get(language);
  if (!found) {
    found = new Map(find(language).map((one) => [one.key, one]));
    if (texts().languages.includes(language)) kept.set(language, found);
  }
  return found;
}

/** Those of the modules that an organization uses. */
export function editableFor(organization: Organization, language: string): Editable[] {
  const uses = ({ group }: Editable) =>
    owners.some((owner) => owner.name === group && (owner.ofPackage || organization.modules.includes(group)));
  return [...editableIn(language).values()].filter(uses);
}

function find(language: string): Editable[] {
  const tree = texts().resources[language];
  if (!tree) return [];
  const all = [...flatten(tree)];
  const names = new Map<string, Set<string>>();
  for (const [key, text] of all) {
    const base = key.replace(PLURAL, '');
    const together = names.get(base) ?? new Set<string>();
    for (const name of placeholdersOf(text)) together.add(name);
    names.set(base, together);
  }
  return all.flatMap(([key, ours]) => {
    const owner = owners.find(({ starts }) => starts.some((start) => key === start || key.startsWith(`${start}.`)));
    if (!owner || FIXED.test(key)) return [];
    return [{ key, group: owner.name, ours, names: [...(names.get(key.replace(PLURAL, '')) ?? [])] }];
  });
}
