import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import ts from 'typescript';

/**
 * Which refusals a route can answer, read from the program: from its `run` on, every function that is named is looked
 * into, and every text that is a declared refusal code is one of its codes. Code that is named but not reached by this
 * route counts too: the list may be longer than what a caller ever sees, never shorter but for what services of other
 * packages refuse.
 */
export function errorCodes(root: string, codes: ReadonlySet<string>): (method: string, path: string) => string[] {
  const program = new Program(root, codes);
  const routes = new Map<string, string[]>();
  for (const file of globSync('{kernel,modules}/**/*.ts', { cwd: root })) {
    if (/\.test\.ts$|\/test\//.test(file)) continue;
    for (const { method, path, parts } of program.routesIn(file)) {
      routes.set(`${method} ${path}`, [...program.codesFrom(file, parts)].sort());
    }
  }
  return (method, path) => routes.get(`${method} ${path}`) ?? [];
}

type Module = { declared: Map<string, ts.Node>; imports: Map<string, { file: string; name: string }>; stars: string[] };
type Reached = { codes: string[]; names: Set<string>; words: Set<string>; frames: [string, string][] };

class Program {
  readonly #root: string;
  readonly #codes: ReadonlySet<string>;
  readonly #sources = new Map<string, ts.SourceFile>();
  readonly #modules = new Map<string, Module>();
  readonly #reached = new Map<ts.Node, Reached>();

  constructor(root: string, codes: ReadonlySet<string>) {
    this.#root = root;
    this.#codes = codes;
  }

  #source(file: string): ts.SourceFile {
    let source = this.#sources.get(file);
    if (!source) {
      source = ts.createSourceFile(file, readFileSync(join(this.#root, file), 'utf8'), ts.ScriptTarget.Latest, false);
      this.#sources.set(file, source);
    }
    return source;
  }

  #module(file: string): Module {
    let module = this.#modules.get(file);
    if (!module) {
      module = readModule(file, this.#source(file));
      this.#modules.set(file, module);
    }
    return module;
  }

  /** The declared routes of a file, with the parts of each that run. */
  *routesIn(file: string): Generator<{ method: string; path: string; parts: ts.Node[] }> {
    const found: ts.CallExpression[] = [];
    const look = (node: ts.Node) => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'route')
        found.push(node);
      ts.forEachChild(node, look);
    };
    look(this.#source(file));
    for (const { arguments: args } of found) {
      const [definition] = args;
      if (!definition || !ts.isObjectLiteralExpression(definition)) continue;
      const text = (name: string) => {
        const of = definition.properties.find((one) => one.name && ts.isIdentifier(one.name) && one.name.text === name);
        return of && ts.isPropertyAssignment(of) && ts.isStringLiteralLike(of.initializer)
          ? of.initializer.text
          : undefined;
      };
      const [method, path] = [text('method'), text('path')];
      if (method && path) yield { method, path, parts: [...definition.properties] };
    }
  }

  codesFrom(file: string, parts: ts.Node[]): Set<string> {
    const all = new Set<string>();
    const allWords = new Set<string>();
    const allFrames: [string, string][] = [];
    const seen = new Set<ts.Node>();
    const queue: [string, ts.Node][] = parts.map((part) => [file, part]);
    for (let next = queue.pop(); next; next = queue.pop()) {
      const [at, node] = next;
      if (seen.has(node)) continue;
      seen.add(node);
      const { codes, names, words, frames } = this.#look(node);
      for (const code of codes) all.add(code);
      for (const word of words) allWords.add(word);
      allFrames.push(...frames);
      for (const name of names) {
        const found = this.#find(at, name);
        if (found) queue.push(found);
      }
    }
    for (const frame of allFrames) for (const code of this.#filled(frame, allWords)) all.add(code);
    return all;
  }

  /** The codes and the names in a piece of code. */
  #look(node: ts.Node): Reached {
    let reached = this.#reached.get(node);
    if (reached) return reached;
    reached = { codes: [], names: new Set(), words: new Set(), frames: [] };
    const { codes, names, words, frames } = reached;
    const walk = (inner: ts.Node) => {
      if (ts.isStringLiteralLike(inner)) {
        if (this.#codes.has(inner.text)) codes.push(inner.text);
        else if (/^[a-z_]+$/.test(inner.text)) words.add(inner.text);
      } else if (ts.isTemplateExpression(inner) && /^[a-z_]+\./.test(inner.head.text)) {
        frames.push([inner.head.text, inner.templateSpans.at(-1)?.literal.text ?? '']);
      }
      if (ts.isIdentifier(inner)) names.add(inner.text);
      // The name of a field or of a parameter is not what is declared under that name elsewhere.
      if (ts.isPropertyAccessExpression(inner)) walk(inner.expression);
      else if (ts.isPropertyAssignment(inner)) walk(inner.initializer);
      else if (ts.isParameter(inner) || ts.isVariableDeclaration(inner)) {
        if (inner.initializer) walk(inner.initializer);
      } else if (!ts.isTypeNode(inner)) ts.forEachChild(inner, walk);
    };
    // A part of a route is a field itself.
    walk(node);
    this.#reached.set(node, reached);
    return reached;
  }

  /** The codes that `payments.already_${state}` may become: with words of the same code, or all that fit. */
  #filled([head, tail]: [string, string], words: Set<string>): string[] {
    const fit = [...this.#codes].filter((code) => code.startsWith(head) && code.endsWith(tail));
    const known = fit.filter((code) => words.has(code.slice(head.length, code.length - tail.length)));
    return known.length > 0 ? known : fit;
  }

  /** Where a name of a file is declared, through imports and re-exports. */
  #find(file: string, name: string, depth = 0): [string, ts.Node] | undefined {
    const { declared, imports, stars } = this.#module(file);
    const own = declared.get(name);
    if (own) return [file, own];
    const from = imports.get(name);
    if (depth > 8) return undefined;
    if (from) return this.#find(from.file, from.name, depth + 1);
    for (const star of stars) {
      const found = this.#find(star, name, depth + 1);
      if (found) return found;
    }
    return undefined;
  }
}

/** Jobs, messages, settings and the like are named in a request; what they do, they do elsewhere. */
const isForLater = (node: ts.Expression) =>
  ts.isCallExpression(node) &&
  ts.isIdentifier(node.expression) &&
  /^define(?!Record)[A-Z]|^route$/.test(node.expression.text);

function readModule(file: string, source: ts.SourceFile): Module {
  const module: Module = { declared: new Map(), imports: new Map(), stars: [] };
  const local = (specifier: ts.Expression) => {
    const text = (specifier as ts.StringLiteral).text;
    return text.startsWith('.') && text.endsWith('.ts') ? normalize(join(dirname(file), text)) : undefined;
  };
  for (const one of source.statements) {
    if (ts.isVariableStatement(one)) {
      for (const { name, initializer } of one.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer && !isForLater(initializer))
          module.declared.set(name.text, initializer);
    } else if ((ts.isFunctionDeclaration(one) || ts.isClassDeclaration(one)) && one.name) {
      module.declared.set(one.name.text, one);
    } else if (ts.isImportDeclaration(one) && one.importClause && !one.importClause.isTypeOnly) {
      const from = local(one.moduleSpecifier);
      const bindings = one.importClause.namedBindings;
      if (!from || !bindings || !ts.isNamedImports(bindings)) continue;
      for (const { name, propertyName, isTypeOnly } of bindings.elements)
        if (!isTypeOnly) module.imports.set(name.text, { file: from, name: (propertyName ?? name).text });
    } else if (ts.isExportDeclaration(one) && one.moduleSpecifier && !one.isTypeOnly) {
      const from = local(one.moduleSpecifier);
      if (!from) continue;
      if (!one.exportClause) module.stars.push(from);
      else if (ts.isNamedExports(one.exportClause))
        for (const { name, propertyName } of one.exportClause.elements)
          module.imports.set(name.text, { file: from, name: (propertyName ?? name).text });
    }
  }
  return module;
}
