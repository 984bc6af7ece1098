import type { TestApp } from '../../../test/harness/index.ts';
import { newAddress } from '../../../test/harness/people.ts';
import { Door } from '../door/scanner/engine/door.ts';
import { MemoryStore } from './memory-store.ts';

type Network = { up: boolean; requests: string[]; losing: ((path: string) => boolean) | null; slowMs: number };
type Options = { clockMs?: number; prepare?: (network: Network) => void };

/** A scanner phone whose network can be cut, also in the middle of an answer. */
export async function scannerOn(app: TestApp, code: string, { clockMs = 0, prepare }: Options = {}) {
  const network: Network = { up: true, requests: [], losing: null, slowMs: 0 };
  const store = new MemoryStore();
  const remoteAddress = newAddress();
  const ask = async (input: string | URL | Request, init: RequestInit = {}): Promise<Response> => {
    if (!network.up) throw new TypeError('no network');
    const url = String(input);
    network.requests.push(url.replace(/^\/api\/v1(\/mess\/scanner)?/, '').replace(/\?.*/, ''));
    const answer = await app.http.inject({
      method: (init.method ?? 'GET') as 'GET',
      url,
      headers: init.headers as Record<string, string>,
      remoteAddress,
      ...(init.body ? { payload: String(init.body) } : {}),
    });
    if (network.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, network.slowMs));
    // The request was processed; only the answer is lost.
    if (network.losing?.(url)) throw new TypeError('connection reset');
    const body = [204, 304].includes(answer.statusCode) ? null : answer.body;
    return new Response(body, { status: answer.statusCode, headers: answer.headers as Record<string, string> });
  };
  const start = async (link: string | null) => {
    const door = new Door({
      store,
      fetch: ask,
      now: () => app.clock.now().getTime() + clockMs,
      maybeOnline: () => network.up,
      alone: (task) => task(),
    });
    await door.begin(link);
    return door;
  };
  prepare?.(network);
  const door = await start(code);
  await door.enter();
  return { door, store, network, restart: () => start(null) };
}
