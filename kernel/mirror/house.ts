/** What the room keeps in a running house, as `ctx.house.mirror`. */
import type { MirroredEvent } from './define.ts';
import type { Writer } from './writer/writer.ts';

export type MirrorService = {
  events: Map<string, MirroredEvent>;
  /** absent in a process that only answers requests */
  writer: Writer | undefined;
  /** Wakes the writer, where there is one. */
  poke(): void;
};

declare module '../ctx/index.ts' {
  interface House {
    /** set by the room's start; a ctx made before that has none */
    mirror?: MirrorService;
  }
}
