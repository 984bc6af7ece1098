/** The package's state in a running process, as `ctx.services.mirror`. */
import type { MirroredEvent } from './define.ts';
import type { Writer } from './writer/writer.ts';

type MirrorService = {
  events: Map<string, MirroredEvent>;
  /** absent in a process that only answers requests */
  writer: Writer | undefined;
  /** Wakes the writer, where there is one. */
  wake(): void;
};

declare module '../ctx/index.ts' {
  interface Services {
    /** set when the package starts; a ctx made before that has none */
    mirror?: MirrorService;
  }
}
