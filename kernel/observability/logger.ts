import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { scrub, scrubText } from './scrub.ts';

/**
 * The server's logger: one JSON object a line on standard output, scrubbed of personal data and secrets before it is
 * written. `destination` is for tests.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options: LoggerOptions = {
    level,
    base: null,
    messageKey: 'message',
    errorKey: 'err',
    timestamp: pino.stdTimeFunctions.isoTime,
    // Errors are scrubbed with the rest of the object; pino's own serializer would put their fields back.
    serializers: { err: (error) => error },
    formatters: {
      level: (label) => ({ level: label }),
      log: (object) => scrub(object) as Record<string, unknown>,
    },
    hooks: {
      logMethod(args, method) {
        const clean = args.map((arg) => (typeof arg === 'string' ? scrubText(arg) : arg));
        method.apply(this, clean as Parameters<typeof method>);
      },
    },
  };
  // A write of its own for every line was a twelfth of the processor time of a request: lines gather to 4 kB, but not
  // for longer than a quarter of a second. At exit pino writes out what is left.
  return pino(options, destination ?? pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 250 }));
}
