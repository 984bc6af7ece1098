/**
 * A translator for the light shells: `{{name}}`, nested keys and plural forms (`key_one`, `key_other`), in the
 * format of the i18next files that the server and the console read. i18next itself would be a fifth of a light page.
 */

export type Messages = { [key: string]: string | Messages };
type Values = Record<string, string | number>;
export type Translate = (key: string, values?: Values) => string;

function find(messages: Messages, key: string): string | undefined {
  let node: string | Messages | undefined = messages;
  for (const part of key.split('.')) {
    if (typeof node !== 'object') return undefined;
    node = node[part];
  }
  return typeof node === 'string' ? node : undefined;
}

/** The translator of one language; a missing key is shown as itself, so that it is noticed. */
export function translator(language: string, messages: Messages): Translate {
  // Without tables of a language Intl takes the device's, whose forms may be others; _other then stands in.
  const plural = new Intl.PluralRules(language);
  return (key, values = {}) => {
    const form = typeof values.count === 'number' ? find(messages, `${key}_${plural.select(values.count)}`) : undefined;
    // A count that was written out already has no form of its own.
    const text =
      form ?? (values.count === undefined ? undefined : find(messages, `${key}_other`)) ?? find(messages, key) ?? key;
    return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (whole, name: string) =>
      String(name in values ? (values[name] ?? '') : whole),
    );
  };
}
