import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { flatten, readLanguageFiles, texts } from '../kernel/i18n/index.ts';
import { packages } from '../kernel/packages.ts';
import { editableIn, gatherEditable } from '../kernel/texts/editable.ts';
import { modules } from '../server/modules.ts';

/**
 * Checks every text with the values that the code gives it. The code is read, not run: each refusal with its details,
 * each text requested by key with its values. It finds placeholders without a value before a reader does.
 */

const PLURAL = /_(zero|one|two|few|many|other)$/;
const { languages, resources, t } = texts();
const named = (text: string) =>
  [...text.matchAll(/\{\{\s*([\w.]+)[^}]*\}\}/g)].map((found) => found[1]?.split('.')[0] ?? '');

const all = new Set(Object.values(readLanguageFiles()).flatMap((tree) => [...flatten(tree).keys()]));
/** A key without its plural ending; "too_many" is not a plural. */
const baseOf = (key: string) => (all.has(key.replace(PLURAL, '_other')) ? key.replace(PLURAL, '') : key);

/** key without its plural ending → the placeholders that its text has in any language */
const wanted = new Map<string, Set<string>>();
for (const tree of Object.values(readLanguageFiles())) {
  for (const [key, text] of flatten(tree)) {
    const base = baseOf(key);
    const names = wanted.get(base) ?? new Set();
    for (const name of named(text)) names.add(name);
    wanted.set(base, names);
  }
}

const program = ['kernel', 'modules', 'server', 'web'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/(test|dist|node_modules)\//.test(path))
    .filter((path) => statSync(path).isFile()),
);
const sources = program.map((path) =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true),
);

/** What a function of this name returns, or a constant of this name contains, when it is an object literal. */
const shapes = new Map<string, Set<string> | null>();
function visit(node: ts.Node, each: (node: ts.Node) => void): void {
  each(node);
  ts.forEachChild(node, (child) => visit(child, each));
}

/** The keys that an expression yields; null when reading can't tell. */
function namesOf(node: ts.Node | undefined): Set<string> | null {
  if (!node) return new Set();
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSatisfiesExpression(node)) {
    return namesOf(node.expression);
  }
  if (ts.isConditionalExpression(node)) return both(namesOf(node.whenTrue), namesOf(node.whenFalse));
  if (ts.isIdentifier(node)) return node.text === 'undefined' ? new Set() : (shapes.get(node.text) ?? null);
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    if (node.expression.text === 'literalValues') return namesOf(node.arguments[0]);
    return shapes.get(`${node.expression.text}()`) ?? null;
  }
  if (!ts.isObjectLiteralExpression(node)) return null;
  const names = new Set<string>();
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const more = namesOf(property.expression);
      if (!more) return null;
      for (const name of more) names.add(name);
    } else if (property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))) {
      names.add(property.name.text);
    } else return null;
  }
  return names;
}
const both = (one: Set<string> | null, other: Set<string> | null) =>
  one && other ? new Set([...one].filter((name) => other.has(name))) : null;

/** The objects that a function's body returns. */
function returned(body: ts.Node): Set<string> | null {
  if (!ts.isBlock(body)) return namesOf(body);
  let found: Set<string> | null | undefined;
  visit(body, (node) => {
    if (ts.isReturnStatement(node) && node.expression) {
      const names = namesOf(node.expression);
      found = found === undefined ? names : both(found, names);
    }
  });
  return found ?? null;
}
function learn(name: string, names: Set<string> | null): void {
  // Two functions of one name: the keys that both return, since reading can't tell which is meant.
  shapes.set(name, shapes.has(name) ? both(shapes.get(name) ?? null, names) : names);
}
for (const source of sources) {
  visit(source, (node) => {
    if (ts.isFunctionDeclaration(node) && node.name && node.body) learn(`${node.name.text}()`, returned(node.body));
    if (!ts.isVariableDeclaration(node) || !ts.isIdentifier(node.name) || !node.initializer) return;
    if (ts.isArrowFunction(node.initializer)) learn(`${node.name.text}()`, returned(node.initializer.body));
    else learn(node.name.text, namesOf(node.initializer));
  });
}

/** `reader`: who reads a text, as the code names them; `meant`: the keys that a template can yield. */
type Call = { key: string; given: Set<string> | null; where: string };
type Said = { reader: string; meant: RegExp; where: string };
const where = (node: ts.Node) => {
  const source = node.getSourceFile();
  return `${source.fileName}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
};
const textOf = (node: ts.Node | undefined): string[] => {
  if (!node) return [];
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return [node.text];
  return ts.isConditionalExpression(node) ? [...textOf(node.whenTrue), ...textOf(node.whenFalse)] : [];
};
const calls: { refusals: Call[]; texts: Call[]; said: Said[] } = { refusals: [], texts: [], said: [] };
const keyIn = (node: ts.Node | undefined): RegExp | null => {
  if (!node || !(ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))) return null;
  const parts = ts.isStringLiteralLike(node)
    ? [node.text]
    : [node.head.text, ...node.templateSpans.map((one) => one.literal.text)];
  return new RegExp(`^${parts.map((part) => part.replaceAll('.', '\\.')).join('[^.]+')}$`);
};

/** The constant of this name that the code at `node` sees: of the functions around it, the innermost first. */
function declared(node: ts.Node, name: string): ts.Expression | undefined {
  for (let scope: ts.Node | undefined = node.parent; scope; scope = scope.parent) {
    if (!ts.isBlock(scope) && !ts.isSourceFile(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      const found = statement.declarationList.declarations.find((one) => one.name.getText() === name);
      if (found) return found.initializer;
    }
  }
  return undefined;
}
const callOf = (node: ts.Expression | undefined, name: string): ts.CallExpression | undefined =>
  node && ts.isCallExpression(node) && node.expression.getText() === name ? node : undefined;
/** A prefix of texts: written where it is used, or a constant of the file. */
const prefixOf = (node: ts.Node | undefined): string | undefined =>
  textOf(node)[0] ?? (node && ts.isIdentifier(node) ? textOf(declared(node, node.text))[0] : undefined);

/** The keys of `label('name')` with `useLabels`, and of the fields that a form's `bind('name')` labels. */
function labelKeys(node: ts.CallExpression): string[] {
  const { expression } = node;
  if (ts.isIdentifier(expression)) {
    const prefix = prefixOf(callOf(declared(node, expression.text), 'useLabels')?.arguments[0]);
    return prefix === undefined ? [] : textOf(node.arguments[0]).map((name) => `${prefix}.${name}`);
  }
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return [];
  if (!['bind', 'day', 'toggle'].includes(expression.name.text)) return [];
  // Elsewhere than in a field, or in one with a label of its own, its label isn't shown.
  if (!ts.isJsxSpreadAttribute(node.parent) || /\slabel=/.test(node.parent.parent.getText())) return [];
  const form = declared(node, expression.expression.text);
  const options = callOf(form, 'useRecordForm')?.arguments[0];
  const labels =
    options && ts.isObjectLiteralExpression(options)
      ? options.properties.find((one) => one.name?.getText() === 'labels')
      : undefined;
  const prefix = prefixOf(
    labels && ts.isPropertyAssignment(labels) ? labels.initializer : callOf(form, 'useForm')?.arguments[2],
  );
  return prefix === undefined ? [] : textOf(node.arguments[0]).map((name) => `${prefix}.${name}`);
}

for (const source of sources) {
  visit(source, (node) => {
    if (!ts.isCallExpression(node)) return;
    const called = ts.isPropertyAccessExpression(node.expression)
      ? node.expression.name.text
      : node.expression.getText();
    if (called === 'refuse') {
      const given = namesOf(node.arguments[1]);
      for (const code of textOf(node.arguments[0])) {
        calls.refusals.push({ key: `errors.${code}`, given, where: where(node) });
      }
      const fields = node.arguments[2];
      if (fields && ts.isObjectLiteralExpression(fields)) {
        for (const property of fields.properties) {
          if (!ts.isPropertyAssignment(property)) continue;
          for (const code of textOf(property.initializer)) {
            calls.refusals.push({ key: `errors.${code}`, given, where: where(node) });
          }
        }
      }
    }
    for (const key of labelKeys(node)) {
      calls.texts.push({ key, given: namesOf(node.arguments[1]), where: where(node) });
    }
    if (called !== 't' && called !== 'translate' && called !== 'findText') return;
    // t(speaker, key, values) in the server, t(key, values) in flows and screens.
    const at = textOf(node.arguments[0]).some(
      (text) => text.includes('.') || wantedBy(source.fileName, text).length > 0,
    )
      ? 0
      : 1;
    const given = namesOf(node.arguments[at + 1]);
    const meant = keyIn(node.arguments[1]);
    if (meant) calls.said.push({ reader: node.arguments[0]?.getText() ?? '', meant, where: where(node) });
    for (const key of textOf(node.arguments[at])) calls.texts.push({ key, given, where: where(node) });
  });
}

/** The full keys that a name in a file can mean: itself, or a key below its flow's or screen's own group. */
function wantedBy(file: string, key: string): string[] {
  if (wanted.has(key)) return [key];
  const part = /^modules\/(\w+)\//.exec(file)?.[1];
  const begin = part
    ? [`chat.${part}.`, `console.${part}.`, `documents.${part}.`, `messages.${part}.`]
    : ['chat.', 'console.'];
  return [...wanted.keys()].filter((one) => one.endsWith(`.${key}`) && begin.some((with_) => one.startsWith(with_)));
}
/**
 * Filled by the code that renders it: the organization's name in chats, the number that selects a plural, the code of a
 * refusal.
 */
const ALWAYS: [prefix: string, names: string[]][] = [
  ['chat.', ['organization']],
  ['errors.', ['code']],
  ['console.', ['count']],
];
const missing = (key: string, given: Set<string>) => {
  const always = new Set(ALWAYS.filter(([prefix]) => key.startsWith(prefix)).flatMap(([, names]) => names));
  if (given.has('smart_count')) always.add('count');
  return [...(wanted.get(key) ?? [])].filter((name) => !given.has(name) && !always.has(name));
};

test('the code was read', () => {
  expect(sources.length).toBeGreaterThan(800);
  expect(calls.refusals.length).toBeGreaterThan(300);
  expect(calls.texts.length).toBeGreaterThan(2500);
});

test('each refusal provides the values of its text', () => {
  const faults = calls.refusals.flatMap(({ key, given, where }) =>
    given ? missing(key, given).map((name) => `${where}: ${key} wants {{${name}}}`) : [],
  );
  expect(faults).toEqual([]);
});

test('a text that counts things says “1 order”, not “1 orders”', () => {
  // Shown only for two and more.
  const several = ['console.coffee.alarm.times', 'console.coffee.command.tries'];
  const counting = [...flatten(resources.en ?? {})]
    .filter(([key, text]) => !PLURAL.test(key) && /\{\{\s*count\s*\}\} (?!is|has|was)[a-z]+s\b/.test(text))
    .map(([key]) => key);
  expect(counting.filter((key) => !several.includes(key))).toEqual([]);
});

test('a text that an organization may write is said to a reader that names the organization', () => {
  gatherEditable([...packages, ...modules]);
  const editable = [...editableIn('en').keys()].map(baseOf);
  // `t('hi', key)` says ours.
  const bare = calls.said.filter(({ reader }) => /(language|locale|spoken)$/i.test(reader));
  expect(bare.length).toBeGreaterThan(50);
  const ours = bare.filter(({ meant }) => editable.some((key) => meant.test(key)));
  expect(ours.map(({ where, meant }) => `${where}: ${meant.source}`)).toEqual([]);
});

test('each text that is requested by its whole key exists', () => {
  const whole = calls.texts.filter(({ key }) => /^(console|messages|documents)\.\w+\.[\w.]*\w$/.test(key));
  expect(whole.length).toBeGreaterThan(1500);
  expect(whole.filter(({ key }) => !wanted.has(key)).map(({ key, where }) => `${where}: ${key}`)).toEqual([]);
});

test('each text requested by key gets its values', () => {
  const faults = calls.texts.flatMap(({ key, given, where }) => {
    if (!given) return [];
    const meant = wantedBy(where.split(':')[0] ?? '', key);
    // When a name can mean several keys, one of them must be complete.
    const gaps = meant.map((one) => missing(one, given));
    return meant.length === 0 || gaps.some((gap) => gap.length === 0)
      ? []
      : [`${where}: ${meant.join(' or ')} wants {{${gaps[0]?.join('}}, {{')}}}`];
  });
  expect(faults).toEqual([]);
});

describe.each(languages)('in %s', (language) => {
  const mine = flatten(resources[language] ?? {});
  const keys = [...mine.keys()];

  test('no text ever shows its placeholders: without values it has a dash, with all values it is complete', () => {
    const shown = keys.filter((key) => t(language, key).includes('{{'));
    expect(shown).toEqual([]);
    const left = keys.flatMap((key) => {
      const base = baseOf(key);
      const values: Record<string, unknown> = { count: key.endsWith('_one') ? 1 : 5 };
      for (const name of named(mine.get(key) ?? '')) values[name] ??= 'Asha';
      values.after ??= new Proxy({}, { get: () => 'Asha' });
      values.before ??= values.after;
      const text = t(language, base === key ? key : base, values);
      return text.includes('{{') || text === base ? [key] : [];
    });
    expect(left).toEqual([]);
  });
});
