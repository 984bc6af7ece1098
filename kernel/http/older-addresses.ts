import type { IncomingMessage } from 'node:http';
import type { Manifest } from '../module/index.ts';

/**
 * Settles older addresses that two routes have (`aliases` with `whenQuery`): a GET request that asks with a parameter of
 * one of them gets that route; any other gets the route at the address itself. Returns the address to route by. Throws
 * when two aliases of one address share a parameter.
 */
export function olderAddresses(manifests: Manifest[]): (request: Pick<IncomingMessage, 'url' | 'method'>) => string {
  const targets = new Map<string, Map<string, string>>();
  for (const { path, method, aliases = [] } of manifests.flatMap(({ routes = [] }) => routes)) {
    for (const alias of aliases) {
      if (typeof alias === 'string') continue;
      if (method !== 'GET' || path.includes('{'))
        throw new Error(`${method} ${path} can't share the address ${alias.path}`);
      const byParameter = targets.get(alias.path) ?? new Map<string, string>();
      targets.set(alias.path, byParameter);
      for (const parameter of alias.whenQuery) {
        if (byParameter.has(parameter)) throw new Error(`two routes claim ${alias.path}?${parameter}`);
        byParameter.set(parameter, `/api/v1${path}`);
      }
    }
  }
  return ({ url = '/', method }) => {
    const mark = url.indexOf('?');
    const byParameter = method === 'GET' && mark > 0 ? targets.get(url.slice(0, mark).replace(/\/$/, '')) : undefined;
    if (!byParameter) return url;
    for (const name of new URLSearchParams(url.slice(mark)).keys()) {
      const target = byParameter.get(name);
      if (target) return target + url.slice(mark);
    }
    return url;
  };
}
