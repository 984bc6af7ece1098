import type { Manifest, Route } from '../../kernel/module/index.ts';
import { pascal } from './names.ts';

/**
 * The name of an operation, verb and noun: `addBill`, `listCustomers`. It follows from method and path, so it stays as
 * long as the address stays; a route for which that reads badly has an `operationId` of its own (kernel/module).
 */
export function operationId(manifest: Manifest, route: Route): string {
  return route.operationId ?? byRule(manifest, route);
}

/** First words of a path's last segment that are what a POST does: `/bills/{id}/void`, `/payments/bulk-verify`. */
const VERBS = new Set(
  `accept acknowledge ack activate admit answer approve assign bulk cancel change charge clone close confirm count
  create credit deny disable discard enable end enrol enter explain forgot free generate give hand ignore issue leave
  mark match merge move mute open owe pause poll post preview print propose read redeem redraw refresh refund
  refuse regenerate reinstate reissue release remove renew reopen replace replay reply resend reserve reset restore
  resume retry review revoke roll rotate run scan send settle shorten sign suspend sync take test transfer undo unlink
  verify void withdraw`.split(/\s+/),
);

/** Nouns that several modules have: the module's name tells them apart. */
const SHARED = new Set(
  `accounts batches charges closes codes dashboard desk devices draws orders payments readings refunds reports sales scan
  scans sessions tickets transactions`.split(/\s+/),
);

/** Verbs that make no sense without what follows: `bulkVerifyPayments`, `signInPortal`. */
const JOINED = new Set(['bulk', 'sign']);

/** Segments that only group. */
const GROUPS = new Set(['auth']);

const IRREGULAR: Record<string, string> = { people: 'person', data: 'data', status: 'status', hours: 'hours' };

const camel = (text: string) => pascal(text).replace(/^./, (letter) => letter.toLowerCase());

/** `voucher-batches` → `voucher-batch` */
export function singular(segment: string): string {
  const [, head = '', last = ''] = /^(.*?)([a-z]+)$/.exec(segment) ?? [undefined, segment, ''];
  return (
    head +
    (IRREGULAR[last] ??
      last
        .replace(/ies$/, 'y')
        .replace(/(ch|sh|ss|x)es$/, '$1')
        .replace(/([^us])s$/, '$1'))
  );
}

function byRule({ kind, name }: Manifest, route: Route): string {
  const all = route.path.split('/').filter(Boolean);
  const module = kind === 'module' && all[0] === name ? name : undefined;
  const segments = all.slice(module ? 1 : 0).filter((segment) => !GROUPS.has(segment));
  const fixed = segments.flatMap((segment, i) =>
    segment.startsWith('{') ? [] : [{ segment, ofOne: segments[i + 1]?.startsWith('{') ?? false }],
  );
  const last = fixed.at(-1);
  const [first = '', ...rest] = last && !last.ofOne ? last.segment.split('-') : [];
  const does = route.method === 'POST' && VERBS.has(first);
  const joined = does && JOINED.has(first);
  const verb = joined ? camel(last?.segment ?? '') : does ? first : verbOf(route);
  const nouns = (does ? fixed.slice(0, -1) : fixed).map(({ segment, ofOne }, i, { length }) => {
    if (segment === 'my') return 'own';
    const many = i === length - 1 && !ofOne && (does ? joined : verb !== 'add');
    return many ? segment : singular(segment);
  });
  return verb + [...qualified(module, fixed[0]?.segment, nouns), ...(does && !joined ? rest : [])].map(pascal).join('');
}

/** The nouns, with the module's name where they need it. */
function qualified(module: string | undefined, first = '', nouns: string[]): string[] {
  if (!module) return nouns;
  if (first === 'public') return ['public', module, ...nouns.slice(1)];
  return SHARED.has(first.split('.')[0] ?? '') || nouns.length === 0 ? [module, ...nouns] : nouns;
}

function verbOf({ method, reply }: Route): string {
  if (method === 'GET') return reply ? ((reply as { type?: string }).type === 'array' ? 'list' : 'get') : 'download';
  return { POST: 'add', PATCH: 'update', PUT: 'set', DELETE: 'delete' }[method];
}
