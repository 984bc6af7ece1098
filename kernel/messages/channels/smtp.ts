/** E-mail over SMTP, by nodemailer's pooled connections. */
import type { Socket } from 'node:net';
import type { SendMailOptions } from 'nodemailer';
import { type AddressPolicy, connectTo, USER_AGENT } from '../../outbound/index.ts';
import type { Channel, Outbound, Outcome } from './channel.ts';
import { type SmtpFault, smtpOutcome } from './smtp-outcome.ts';
import { failureOf } from './smtp-reason.ts';

/** A server and its sign-in; each mail brings its own sender. */
export type SmtpServer = {
  host: string;
  port: number;
  user?: string | undefined;
  password?: string | undefined;
  /** `tls` from the first byte (port 465), `starttls` required, or `none` */
  encryption: 'tls' | 'starttls' | 'none';
  /** The environment names it, so it may be at any address. */
  operators?: boolean;
};

/**
 * Milliseconds. RFC 5321, 4.5.3.2 asks for minutes; servers that answer do so in seconds, and a stalled one blocks a
 * connection.
 */
export type SmtpTimeouts = { connection: number; greeting: number; reply: number };
const TIMEOUTS: SmtpTimeouts = {
  connection: 10_000,
  greeting: 15_000,
  // Long, because giving up after the data makes the message `unknown`: filters check it before the server answers.
  reply: 120_000,
};

/** The longest time a message can take in the channel, without the wait for a free connection. */
export const SMTP_MAX_MS = TIMEOUTS.connection + TIMEOUTS.greeting + 4 * TIMEOUTS.reply;

/** Parallel connections to one server. Common relays allow 10 to 20 from one address. */
export const SMTP_CONNECTIONS = 5;

type SocketCallback = (error: Error | null, options: { connection: Socket } | false) => void;

/** Opens a pool of connections to the server. The first mail connects; idle connections close after half a minute. */
export function openSmtp(server: SmtpServer, policy: AddressPolicy, timeouts: SmtpTimeouts = TIMEOUTS): Channel {
  let transport: ReturnType<typeof openTransport> | undefined;
  return {
    name: 'email',
    async send(message) {
      const progress: Progress = { begun: () => false };
      const data: SendMailOptions & Watched = { ...mailOf(message), progress };
      transport ??= openTransport(server, policy, timeouts);
      try {
        const sent = await (await transport).sendMail(data);
        return { state: 'sent', providerId: queueIdOf(sent.response) };
      } catch (error) {
        const fault = error as SmtpFault;
        const outcome = smtpOutcome(fault, progress.begun(), policy.hidesReason);
        return outcome.state === 'failed' ? { ...outcome, failure: failureOf(fault, policy.hidesReason) } : outcome;
      }
    },
    async verify() {
      transport ??= openTransport(server, policy, timeouts);
      await (await transport).verify();
    },
    close: (options) => void transport?.then((opened) => opened.close(options)),
  } satisfies Channel & { send(message: Outbound): Promise<Outcome> };
}

/** Loads nodemailer, 6 MB, so it is called for the first mail. */
async function openTransport(server: SmtpServer, policy: AddressPolicy, timeouts: SmtpTimeouts) {
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    pool: true,
    host: server.host,
    port: server.port,
    secure: server.encryption === 'tls',
    requireTLS: server.encryption === 'starttls',
    ignoreTLS: server.encryption === 'none',
    // We connect: nodemailer would resolve the name itself and connect to any address.
    getSocket(_options: unknown, done: SocketCallback) {
      const to = { host: server.host, port: server.port, timeout: timeouts.connection };
      connectTo(policy, to).then(
        (connection) => done(null, { connection }),
        (error: Error) => done(Object.assign(error, { code: 'ECONNECTION' }), false),
      );
    },
    ...(server.user && { auth: { user: server.user, pass: server.password ?? '' } }),
    maxConnections: SMTP_CONNECTIONS,
    maxMessages: 100,
    // Only the outbox repeats: it knows which messages the server may have received.
    maxRequeues: 0,
    idleTimeout: 30_000,
    connectionTimeout: timeouts.connection,
    greetingTimeout: timeouts.greeting,
    socketTimeout: timeouts.reply,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // The server may drop an idle connection.
  transport.on('error', () => {});
  // Records for each mail whether the server asked for its data: nodemailer's error doesn't say.
  transport.use('stream', (mail, done) => {
    const message = mail.message as {
      createReadStream(options?: object): NodeJS.ReadableStream & { readableDidRead: boolean };
    };
    const create = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = create(options);
      const { progress } = mail.data as Watched;
      if (progress) progress.begun = () => stream.readableDidRead;
      return stream;
    };
    done();
  });

  return transport;
}

/** nodemailer copies its input, so the result is in an object inside. */
type Progress = { begun(): boolean };
type Watched = { progress?: Progress };

function mailOf({ from, ...message }: Outbound) {
  const address = from.address ?? 'no-reply@localhost';
  return {
    from: { name: from.name, address },
    // An object: as text, "a@x, b@y" would be two recipients.
    to: { name: '', address: message.to },
    ...(from.replyTo && { replyTo: { name: from.name, address: from.replyTo } }),
    subject: message.subject,
    xMailer: USER_AGENT,
    text: message.text,
    ...(message.html && { html: message.html }),
    attachments: (message.attachments ?? []).map(({ filename, contentType, content, cid }) => ({
      filename,
      contentType,
      content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
      ...(cid && { cid, contentDisposition: 'inline' as const }),
    })),
    messageId: `<${message.id}@${address.split('@')[1] ?? 'localhost'}>`,
    headers: {
      // RFC 3834: no automatic replies to a machine.
      'Auto-Submitted': 'auto-generated',
      'Content-Language': message.language,
    },
  };
}

/** The server's id of the mail, as Postfix, Exim and others write it: "250 2.0.0 Ok: queued as 4Zk3hB2Qz". */
function queueIdOf(response: string | undefined): string | null {
  return /\b(?:queued as|id=)\s*([\w.@-]+)/i.exec(response ?? '')?.[1]?.slice(0, 200) ?? null;
}
