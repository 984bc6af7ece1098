/** What an organization can be: lists from the runtime's own tables, named in the person's language. */
export type Choice = { id: string; name: string };

const byName = (language: string) => (a: Choice, b: Choice) => a.name.localeCompare(b.name, language);

function named(ids: string[], type: 'region' | 'currency', language: string): Choice[] {
  const names = new Intl.DisplayNames([language], { type, fallback: 'none' });
  return ids
    .flatMap((id) => {
      const name = names.of(id);
      return name ? [{ id, name: type === 'currency' ? `${name} (${id})` : name }] : [];
    })
    .sort(byName(language));
}

/** Region codes that are no countries: the world, unions, private use. */
const NO_COUNTRY = new Set(['EU', 'EZ', 'UN', 'XA', 'XB', 'QO', 'ZZ', 'AC', 'CP', 'CQ', 'DG', 'EA', 'IC', 'TA']);

export function countries(language: string): Choice[] {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((a) => letters.map((b) => a + b)).filter((code) => !NO_COUNTRY.has(code));
  // A withdrawn code is named like its successor; only codes that are canonical stay.
  return named(
    codes.filter((code) => new Intl.Locale(`und-${code}`).region === code),
    'region',
    language,
  );
}

export function currencies(language: string): Choice[] {
  return named(Intl.supportedValuesOf('currency'), 'currency', language);
}

export function timeZones(): Choice[] {
  return Intl.supportedValuesOf('timeZone').map((id) => ({ id, name: id.replaceAll('_', ' ') }));
}
