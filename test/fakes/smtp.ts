/**
 * A real SMTP server for the tests: it implements the protocol, stores every mail, and fails as real servers do. Port 0
 * by default, on this machine only; no TLS (the client gets EMAIL_USE_TLS=false).
 */
import type { AddressInfo, Socket } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/**
 * - `ok` takes everything
 * - `closing` drops everyone and greets with 421, as a server that is overloaded or restarting
 * - `greylist` answers 451 the first time it sees a recipient, and takes the mail after that
 * - `no_such_mailbox` answers 550 to the recipient
 * - `refused_content` takes the data, then answers 554, as a spam filter
 * - `deferred_content` takes the data, then answers 452, as a full disk
 * - `silent` drops everyone, accepts connections and never greets
 * - `hang_after_data` takes the data and never answers
 * - `cut_after_data` takes the data, keeps the mail, and drops the connection without an answer: the mail did arrive
 * - `cut_at_recipient` drops the connection before any data
 */
type SmtpBehaviour =
  | 'ok'
  | 'closing'
  | 'greylist'
  | 'no_such_mailbox'
  | 'refused_content'
  | 'deferred_content'
  | 'silent'
  | 'hang_after_data'
  | 'cut_after_data'
  | 'cut_at_recipient';

type ReceivedMail = {
  envelope: { from: string; to: string[] };
  /** the raw message, dot-unstuffed */
  raw: Buffer;
  /** the signed-in user, when the server asks for one */
  user: string | undefined;
  receivedAt: Date;
  parse(): Promise<Email>;
};

export type FakeSmtp = {
  host: string;
  port: number;
  /** received mails, oldest first; also those whose sender got no answer */
  mails: ReceivedMail[];
  /** sessions begun */
  connections: number;
  /** From now on; or only for recipients that contain `recipient`. */
  behave(behaviour: SmtpBehaviour, recipient?: string): void;
  /** Resolves with the mails to an address (or all) once there are `count`; rejects after `ms`. */
  waitFor(options?: { to?: string; count?: number; ms?: number }): Promise<ReceivedMail[]>;
  /** Stops listening and closes all connections: new ones are refused from now on. */
  goDown(): Promise<void>;
  /** Listens again, on the same port. */
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

export async function startFakeSmtp(
  options: { auth?: { user: string; pass: string }; port?: number } = {},
): Promise<FakeSmtp> {
  let behaviour: SmtpBehaviour = 'ok';
  const special = new Map<string, SmtpBehaviour>();
  const greylisted = new Set<string>();
  const waiting = new Set<() => void>();
  let sockets = new Map<number, Socket>();
  let server: SMTPServer;

  const behaviourFor = (recipients: string[]): SmtpBehaviour => {
    for (const [part, its] of special) if (recipients.some((recipient) => recipient.includes(part))) return its;
    return behaviour;
  };
  const cut = (session: SMTPServerSession) => sockets.get(session.remotePort)?.destroy();
  const recipientsOf = (session: SMTPServerSession) => session.envelope.rcptTo.map((recipient) => recipient.address);

  function open(): SMTPServer {
    return new SMTPServer({
      disabledCommands: options.auth ? ['STARTTLS'] : ['STARTTLS', 'AUTH'],
      allowInsecureAuth: true,
      authOptional: !options.auth,
      disableReverseLookup: true,
      maxAllowedUnauthenticatedCommands: false,
      closeTimeout: 50,

      onAuth(auth, _session, done) {
        const right = auth.username === options.auth?.user && auth.password === options.auth?.pass;
        done(
          right ? null : refusal(535, 'Authentication credentials invalid'),
          right ? { user: auth.username } : undefined,
        );
      },

      onConnect(_session, done) {
        fake.connections++;
        if (behaviour === 'silent') return;
        done(behaviour === 'closing' ? refusal(421, 'Service not available, closing transmission channel') : null);
      },

      onRcptTo({ address }, session, done) {
        const its = behaviourFor([address]);
        if (its === 'cut_at_recipient') return cut(session);
        if (its === 'no_such_mailbox') return done(refusal(550, 'No such mailbox here'));
        if (its === 'greylist' && !greylisted.has(address)) {
          greylisted.add(address);
          return done(refusal(451, 'Greylisted, please try again later'));
        }
        done();
      },

      onData(stream: SMTPServerDataStream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const its = behaviourFor(recipientsOf(session));
          if (its === 'refused_content') return done(refusal(554, 'Message refused as spam'));
          if (its === 'deferred_content') return done(refusal(452, 'Insufficient system storage'));
          keep(session, Buffer.concat(chunks));
          if (its === 'hang_after_data') return;
          if (its === 'cut_after_data') return cut(session);
          done(null, `Queued as fake-${fake.mails.length}`);
        });
      },
    });
  }

  function keep(session: SMTPServerSession, raw: Buffer): void {
    const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : '';
    let parsed: Promise<Email> | undefined;
    fake.mails.push({
      envelope: { from, to: recipientsOf(session) },
      raw,
      user: session.user as string | undefined,
      receivedAt: new Date(),
      parse() {
        parsed ??= PostalMime.parse(raw);
        return parsed;
      },
    });
    for (const look of waiting) look();
  }

  async function listen(port: number): Promise<void> {
    server = open();
    server.on('error', () => {}); // clients that disconnect in the middle are expected
    sockets = new Map();
    server.server.on('connection', (socket: Socket) => {
      const port = socket.remotePort ?? 0;
      sockets.set(port, socket);
      socket.once('close', () => sockets.delete(port));
    });
    await new Promise<void>((resolve, reject) => {
      server.server.once('error', reject);
      server.listen(port, '127.0.0.1', () => resolve());
    });
    fake.port = (server.server.address() as AddressInfo).port;
  }

  async function goDown(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets.values()) socket.destroy();
    await closed;
  }

  const fake: FakeSmtp = {
    host: '127.0.0.1',
    port: options.port ?? 0,
    mails: [],
    connections: 0,
    behave(next, recipient) {
      if (recipient === undefined) behaviour = next;
      else special.set(recipient, next);
      if (next === 'closing' || next === 'silent') for (const socket of sockets.values()) socket.destroy();
    },
    waitFor({ to, count = 1, ms = 150_000 } = {}) {
      const found = () => fake.mails.filter((mail) => to === undefined || mail.envelope.to.includes(to));
      return new Promise((resolve, reject) => {
        const settle = () => {
          clearTimeout(timer);
          waiting.delete(look);
        };
        const look = () => {
          if (found().length < count) return;
          settle();
          resolve(found());
        };
        const timer = setTimeout(() => {
          settle();
          reject(new Error(`${found().length} of ${count} mails${to ? ` to ${to}` : ''} arrived within ${ms} ms`));
        }, ms);
        waiting.add(look);
        look();
      });
    },
    goDown,
    comeBack: () => listen(fake.port),
    stop: goDown,
  };
  await listen(fake.port);
  return fake;
}
