import type { TestHouse } from '../../../test/harness/index.ts';
import { Door } from '../scanner/engine/door.ts';
import { MemoryStore } from './memory-store.ts';

/** A phone at the door whose network can be cut, in the middle of an answer too. */
export async function scannerOn(house: TestHouse, secret: string, { name = 'Gate 2', clockMs = 0 } = {}) {
  const network = { up: true, requests: [] as string[], losing: null as ((path: string) => boolean) | null, slowMs: 0 };
  const store = new MemoryStore();
  const ask = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (!network.up) throw new TypeError('no network');
    const url = String(input);
    network.requests.push(url.replace('/api/v1/mess/scanner', '').replace(/\?.*/, ''));
    const answer = await house.app.inject({
      method: (init.method ?? 'GET') as 'GET',
      url,
      headers: init.headers as Record<string, string>,
      ...(init.body ? { payload: String(init.body) } : {}),
    });
    if (network.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, network.slowMs));
    // It arrived and was done; only the answer is lost.
    if (network.losing?.(url)) throw new TypeError('connection reset');
    const body = [204, 304].includes(answer.statusCode) ? null : answer.body;
    return new Response(body, { status: answer.statusCode, headers: answer.headers as Record<string, string> });
  };
  const start = async (link: string | null) => {
    const door = new Door({
      store,
      fetch: ask,
      now: () => house.clock.now().getTime() + clockMs,
      maybeOnline: () => network.up,
      alone: (task) => task(),
    });
    await door.begin(link);
    return door;
  };
  const door = await start(secret);
  await door.enter(name);
  return { door, store, network, restart: () => start(null) };
}
