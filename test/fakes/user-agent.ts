import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * As Meta's file host does: whoever doesn't say who they are is refused, here also whoever isn't us. True when it was.
 */
export function refusedAnonymous(request: IncomingMessage, reply: ServerResponse): boolean {
  if (/\bCounterfoil\/\d/.test(request.headers['user-agent'] ?? '')) return false;
  reply.writeHead(403, { 'content-type': 'text/plain' }).end('no User-Agent');
  return true;
}
