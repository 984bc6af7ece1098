/**
 * Twilio's Messages over plain HTTP, after https://www.twilio.com/docs/messaging/api/message-resource: it stores sent
 * messages, and `phone()` acts as a phone. Its requests are signed with separate code.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusedAnonymous } from './user-agent.ts';

/**
 * - `ok` none, before the next
 * - `too_many` 429 with code 20429, `error` 500, `hang` no answer, `cut` before anything is kept
 * - `cut_after` keeps the message, then drops the connection
 */
type TwilioTrouble = 'ok' | 'too_many' | 'error' | 'hang' | 'cut' | 'cut_after';

export type SentSms = { sid: string; to: string; from: string; body: string; callback: string | null };

export const TWILIO = {
  sid: `AC${createHash('md5').update('counterfoil').digest('hex')}`,
  authToken: 'fake-auth-token-0123456789abcdef',
  from: '+14155550100',
};

export type FakeTwilio = Awaited<ReturnType<typeof startFakeTwilio>>;

export async function startFakeTwilio() {
  const troubles: TwilioTrouble[] = [];
  const media = new Map<string, { bytes: Buffer; type: string }>();
  const state = {
    root: '',
    sent: [] as SentSms[],
    requests: 0,
    /** troubles for the next messages */
    troubles,
    optedOut: new Set<string>(),
    media,
    /** as the account's owner set it for the number */
    webhook: '',
    /** the address in its signatures, whatever is in front of the server */
    async post(
      url: string,
      form: Record<string, string>,
      signature?: string,
    ): Promise<{ status: number; body: string }> {
      // The request goes to the server's real address, but the signature covers the configured one.
      const target = new URL(url);
      const at = new URL(state.webhook);
      const reply = await fetch(`${at.origin}${target.pathname}${target.search}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': signature ?? sign(url, form),
        },
        body: new URLSearchParams(form).toString(),
      });
      return { status: reply.status, body: await reply.text() };
    },
    /** A person with a phone. `told` is the webhook's address as Twilio knows it. */
    phone: (number: string, webhookUrl: string) => ({
      number,
      last: {} as Record<string, string>,
      async writes(Body: string, extra: Record<string, string> = {}) {
        this.last = {
          ToCountry: 'US',
          MessageSid: `SM${randomBytes(16).toString('hex')}`,
          SmsStatus: 'received',
          AccountSid: TWILIO.sid,
          ApiVersion: '2010-04-01',
          NumMedia: '0',
          From: number,
          To: TWILIO.from,
          Body,
          ...extra,
        };
        return state.post(webhookUrl, this.last);
      },
      /** A file of an MMS; its address, at Twilio's own host name, whatever address we call. */
      keeps(bytes: Uint8Array, type: string): string {
        const id = `ME${randomBytes(16).toString('hex')}`;
        media.set(id, { bytes: Buffer.from(bytes), type });
        return `https://api.twilio.com/2010-04-01/Accounts/${TWILIO.sid}/Messages/MM1/Media/${id}`;
      },
      async sendsPicture(bytes: Uint8Array, type: string, Body = '') {
        const url = this.keeps(bytes, type);
        return this.writes(Body, { NumMedia: '1', MediaUrl0: url, MediaContentType0: type });
      },
      repeats() {
        return state.post(webhookUrl, this.last);
      },
    }),
    /** Sends a message's status to its callback. */
    status(sms: SentSms, MessageStatus: string, extra: Record<string, string> = {}) {
      if (!sms.callback) throw new Error('this message has no callback');
      const form = { AccountSid: TWILIO.sid, MessageSid: sms.sid, MessageStatus, From: sms.from, To: sms.to, ...extra };
      return state.post(sms.callback, form);
    },
    close: async () => {},
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname } = new URL(request.url ?? '/', 'http://twilio');
    if (pathname.startsWith('/cdn/')) return sendMedia(response, pathname.slice(5));
    state.requests++;
    const expected = `Basic ${Buffer.from(`${TWILIO.sid}:${TWILIO.authToken}`).toString('base64')}`;
    if (request.headers.authorization !== expected)
      return refuse(response, 401, 20003, 'Authentication Error - invalid username');
    // https://www.twilio.com/docs/iam/api/account
    if (pathname === `/2010-04-01/Accounts/${TWILIO.sid}.json`)
      return void response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ sid: TWILIO.sid, status: 'active', type: 'Full' }));
    const file = /^\/2010-04-01\/Accounts\/\w+\/Messages\/\w+\/Media\/(\w+)$/.exec(pathname)?.[1];
    if (file) return void response.writeHead(307, { location: `${state.root}/cdn/${file}` }).end();
    if (pathname !== `/2010-04-01/Accounts/${TWILIO.sid}/Messages.json`)
      return refuse(response, 404, 20404, `The requested resource ${pathname} was not found`);

    const trouble = troubles.shift();
    if (trouble === 'cut') return void request.socket.destroy();
    if (trouble === 'hang') return;
    if (trouble === 'too_many') return refuse(response, 429, 20429, 'Too Many Requests');
    if (trouble === 'error') return refuse(response, 500, 20500, 'An internal server error has occurred');
    const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')));
    const { To = '', From = '', Body = '', StatusCallback } = form;
    if (!/^\+[1-9]\d{6,14}$/.test(To)) return refuse(response, 400, 21211, `Invalid 'To' Phone Number: ${To}`);
    if (From !== TWILIO.from)
      return refuse(response, 400, 21606, `The From phone number ${From} is not a valid number`);
    if (state.optedOut.has(To)) return refuse(response, 400, 21610, 'Attempt to send to unsubscribed recipient');
    if (!Body) return refuse(response, 400, 21602, 'Message body is required.');
    if (Body.length > 1600)
      return refuse(response, 400, 21617, 'The concatenated message body exceeds the 1600 character limit');
    const sms = {
      sid: `SM${randomBytes(16).toString('hex')}`,
      to: To,
      from: From,
      body: Body,
      callback: StatusCallback ?? null,
    };
    state.sent.push(sms);
    if (trouble === 'cut_after') return void request.socket.destroy();
    response
      .writeHead(201, { 'content-type': 'application/json' })
      .end(JSON.stringify({ sid: sms.sid, status: 'queued', to: To, from: From, body: Body, error_code: null }));
  }

  function sendMedia(response: ServerResponse, id: string): void {
    const file = media.get(id);
    if (!file) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
  }

  const server = createServer(
    (request, response) =>
      void (refusedAnonymous(request, response) || answer(request, response).catch(() => request.socket.destroy())),
  );
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  state.root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  state.close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return state;
}

function sign(url: string, form: Record<string, string>): string {
  const fields = Object.entries(form).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHmac('sha1', TWILIO.authToken)
    .update(url + fields.map(([name, value]) => name + value).join(''))
    .digest('base64');
}

function refuse(response: ServerResponse, status: number, code: number, message: string): void {
  const body = { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
