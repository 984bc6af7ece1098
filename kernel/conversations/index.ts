/** The door of the conversations room: flows, and what understands people by them. */
import { defineRoom } from '../module/index.ts';
import type { Flow } from './define.ts';

export {
  defineFlow,
  type Flow,
  type FlowDefinition,
  type FlowEntry,
  type FlowState,
  type Said,
  type Talk,
} from './define.ts';
export type { Answered, Choice, Prompt, Step } from './domain/flow.ts';
export { choiceId, entryId, GO, MAX_ID_BYTES } from './domain/wire.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** chat flows, by `defineFlow` */
    flows?: Flow[];
  }
}

export const conversationsRoom = defineRoom({ name: 'conversations' });
