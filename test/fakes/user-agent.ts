import type { IncomingMessage, ServerResponse } from 'node:http';

/** As Meta's file host does: it refuses requests without a User-Agent, here also any but ours. True when it refused. */
export function refusedAnonymous(request: IncomingMessage, reply: ServerResponse): boolean {
  if (/\bCounterfoil\/\d/.test(request.headers['user-agent'] ?? '')) return false;
  reply.writeHead(403, { 'content-type': 'text/plain' }).end('no User-Agent');
  return true;
}
