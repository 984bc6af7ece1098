/**
 * Finds tables that a statement reads or writes without an organization. A table has one when its `organization_id`
 * equals a value, or a column that equals one: `m.organization_id = $1`, `b.organization_id = a.organization_id and
 * a.organization_id = $1`. Conditions inside an OR don't count.
 */
// biome-ignore lint/suspicious/noExplicitAny: PostgreSQL's own parse tree, as JSON
type Node = any;

/** The node for values in the equality classes: a parameter, a constant, a function's result, another query's row. */
const VALUE = '=';

/** The names that a query's columns, and those of the queries around it, may refer to. */
type Scope = {
  outer: Scope | null;
  ctes: Set<string>;
  /** alias → table, or null for other relations: their query is checked separately */
  relations: Map<string, string | null>;
  /** the aliases of tenant tables */
  tenants: string[];
  equal: Classes;
};

/** Aliases (with their tables) without an organization, e.g. `mess_scan n`. `isTenant` tells which tables need one. */
export function unscopedTables(tree: Node, isTenant: (table: string) => boolean): string[] {
  const faults: string[] = [];
  for (const { stmt } of tree.stmts ?? []) visit(stmt, null, new Set());
  return faults;

  function visit(node: Node, outer: Scope | null, ctes: Set<string>): void {
    if (Array.isArray(node)) for (const item of node) visit(item, outer, ctes);
    else if (node && typeof node === 'object') {
      for (const [key, value] of Object.entries<Node>(node)) {
        if (/^(Select|Insert|Update|Delete|Merge)Stmt$/.test(key)) query(value, outer, ctes, key);
        else visit(value, outer, ctes);
      }
    }
  }

  function query(body: Node, outer: Scope | null, around: Set<string>, kind: string): void {
    const ctes = new Set(around);
    for (const { CommonTableExpr: cte } of body.withClause?.ctes ?? []) ctes.add(cte.ctename);
    const scope: Scope = { outer, ctes, relations: new Map(), tenants: [], equal: new Classes() };
    const target = kind === 'InsertStmt' ? [] : [body.relation, body.sourceRelation].filter(Boolean);
    const from = [...target.map(asRelation), ...(body.fromClause ?? []), ...(body.usingClause ?? [])];
    const joins = from.flatMap((relation) => enter(relation, scope));
    scope.tenants = [...scope.relations].flatMap(([alias, table]) => (table && isTenant(table) ? [alias] : []));
    for (const condition of [...joins, body.whereClause, body.joinCondition])
      if (condition) conjuncts(condition, scope);
    for (const [alias, table] of scope.relations) {
      if (table === null || !isTenant(table) || isNamed(`${alias}.organization_id`, scope)) continue;
      faults.push(alias === table ? table : `${table} ${alias}`);
    }
    // The two sides of a UNION are not separate nodes; their tables are.
    for (const side of [body.larg, body.rarg]) if (side) query(side, outer, ctes, 'SelectStmt');
    const { larg: _left, rarg: _right, ...rest } = body;
    visit(rest, scope, ctes);
  }

  /** Adds a relation of FROM; returns the conditions of its joins. */
  function enter(node: Node, scope: Scope): Node[] {
    if (node.RangeVar) {
      const { relname, schemaname, alias } = node.RangeVar;
      const own = (!schemaname || schemaname === 'public') && !scope.ctes.has(relname);
      scope.relations.set(alias?.aliasname ?? relname, own ? relname : null);
    } else if (node.JoinExpr) {
      const { larg, rarg, quals, usingClause } = node.JoinExpr;
      const inner = [...enter(larg, scope), ...enter(rarg, scope)];
      if ((usingClause ?? []).some((column: Node) => column.String?.sval === 'organization_id')) {
        const sides = [larg, rarg].flatMap(aliases).map((alias) => place(alias, 'organization_id', scope));
        for (const side of sides) scope.equal.join(side, sides[0] as string);
      }
      return [...inner, quals];
    } else {
      for (const alias of aliases(node)) scope.relations.set(alias, null);
    }
    return [];
  }
}

/** Splits ANDed conditions, and keeps the equalities. */
function conjuncts(node: Node, scope: Scope): void {
  if (node.BoolExpr?.boolop === 'AND_EXPR') for (const arg of node.BoolExpr.args) conjuncts(arg, scope);
  const { A_Expr: comparison, SubLink: sub } = node;
  if (comparison?.kind === 'AEXPR_OP' && comparison.name?.[0]?.String?.sval === '=') {
    equate(comparison.lexpr, comparison.rexpr, scope);
  }
  // `(organization_id, id) in (select …)`: the rows come from a query that is checked separately.
  if (sub?.subLinkType === 'ANY_SUBLINK' && sub.testexpr) {
    for (const item of sub.testexpr.RowExpr?.args ?? [sub.testexpr]) scope.equal.join(nodeOf(item, scope), VALUE);
  }
}

function equate(left: Node, right: Node, scope: Scope): void {
  const pairs =
    left.RowExpr && right.RowExpr
      ? left.RowExpr.args.map((item: Node, i: number) => [item, right.RowExpr.args[i]])
      : [[left, right]];
  for (const [a, b] of pairs) if (a && b) scope.equal.join(nodeOf(a, scope), nodeOf(b, scope));
}

/** A column as `alias.column`; any other expression is a value. */
function nodeOf(expression: Node, scope: Scope): string {
  const fields = (expression.ColumnRef?.fields ?? []).map((field: Node) => field.String?.sval);
  if (fields.length === 0) return VALUE;
  const column = fields.at(-1) as string;
  return fields.length > 1 ? place(fields.at(-2), column, scope) : place(ownerOf(column, scope), column, scope);
}

/**
 * The alias of a column without one: the only tenant table of the query (two would be ambiguous), or of a query around
 * it.
 */
function ownerOf(column: string, scope: Scope): string {
  const aliases = column === 'organization_id' ? scope.tenants : [];
  return aliases.length > 0 ? (aliases[0] as string) : '(around)';
}

function place(alias: string, column: string, scope: Scope): string {
  if (scope.relations.has(alias)) return scope.relations.get(alias) === null ? VALUE : `${alias}.${column}`;
  for (let outer = scope.outer; outer; outer = outer.outer) {
    if (!outer.relations.has(alias)) continue;
    return isNamed(place(alias, column, outer), outer) ? VALUE : `${alias}.${column}`;
  }
  return alias === '(around)' ? VALUE : `${alias}.${column}`;
}

const isNamed = (column: string, { equal }: Scope) => column === VALUE || equal.same(column, VALUE);

const asRelation = (relation: Node) => (relation.relname ? { RangeVar: relation } : relation);

/** The aliases of a part of FROM. */
function aliases(node: Node): string[] {
  if (node.JoinExpr) return [...aliases(node.JoinExpr.larg), ...aliases(node.JoinExpr.rarg)];
  if (node.RangeVar) return [node.RangeVar.alias?.aliasname ?? node.RangeVar.relname];
  const [body] = Object.values<Node>(node);
  if (body?.alias) return [body.alias.aliasname];
  const call = body?.functions?.[0]?.List?.items?.[0]?.FuncCall;
  return call ? [call.funcname.at(-1).String.sval] : [];
}

/** Sets of equal things. */
class Classes {
  readonly #parent = new Map<string, string>();
  #root(item: string): string {
    let at = item;
    for (let next = this.#parent.get(at); next !== undefined; next = this.#parent.get(at)) at = next;
    return at;
  }
  join(a: string, b: string): void {
    const [from, to] = [this.#root(a), this.#root(b)];
    if (from !== to) this.#parent.set(from, to);
  }
  same(a: string, b: string): boolean {
    return this.#root(a) === this.#root(b);
  }
}
