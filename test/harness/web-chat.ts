import type { WebConversation } from '../../kernel/channel-web/contract.ts';
import { formOf } from './form.ts';
import { eventually, type TestApp } from './index.ts';
import { cookieFrom, visitor } from './people.ts';

/**
 * A visitor of an organization's web chat, with the cookie that it set; from another address each time unless one is
 * given.
 */
export function webVisitor(app: TestApp, slug: string, cookies = '', address?: string) {
  let cookie = cookies;
  const call = () => visitor(app, { ...(cookie && { cookie }), 'x-csrf-token': '1' }, address);
  const remember = <A extends { headers: Record<string, unknown> }>(answer: A): A => {
    cookie = cookieFrom(answer.headers) || cookie;
    return answer;
  };
  const read = async () => (await call().get(`/chat/${slug}/messages`)).body.data as WebConversation;
  return {
    cookie: () => cookie,
    /** the id that the chat gave them, which is their address there */
    address: () => cookie.split('=')[1]?.split('.')[0] ?? '',
    read,
    get: (path: string) => call().get(`/chat/${slug}${path}`),
    write: async (body: Record<string, unknown>) =>
      remember(await call().post(`/chat/${slug}/messages`, { nonce: crypto.randomUUID(), ...body })),
    async send(bytes: Uint8Array, name: string, fields: Record<string, string> = {}) {
      const form = await formOf({ nonce: crypto.randomUUID(), ...fields }, { name, bytes });
      const headers = { ...call().headers, ...form.headers };
      const url = `/api/v1/chat/${slug}/files`;
      const from = address && { remoteAddress: address };
      return remember(await app.http.inject({ method: 'POST', url, payload: form.body, headers, ...from }));
    },
    /** the conversation after everything received was processed */
    settled: () =>
      eventually(async () => {
        const conversation = await read();
        return conversation.lines.length > 0 && conversation.waiting.length === 0 && conversation;
      }, 'the conversation'),
  };
}
