/** Public API of the conversations package: flows, and the engine that runs them. */

import { texts } from '../i18n/index.ts';
import { definePackage } from '../module/index.ts';
import { checkFlows } from './check-flows.ts';
import type { Flow } from './define.ts';
import { flowsOf, gatherFlows } from './flows.ts';
import { handle, returnsToFlow } from './handle.ts';
import { resume } from './lead.ts';
import { placesOf } from './places.ts';
import { sweepTimeoutsJob } from './sweep-timeouts.job.ts';
import { timeOutJob } from './time-out.job.ts';

export { attempt } from './attempt.ts';
export {
  type ChatInput,
  defineFlow,
  type FlowState,
  type Talk,
} from './define.ts';
export { entryId, GO } from './domain/button-id.ts';
export type { Answered, Choice, Prompt, Step } from './domain/flow.ts';
export { languageName } from './flows.ts';
export { leadConversation } from './lead.ts';
export { meaningOf } from './meaning.ts';

declare module '../module/index.ts' {
  interface Manifest {
    /** chat flows, by `defineFlow` */
    flows?: Flow[];
  }
}

export const conversationsPackage = definePackage({
  name: 'conversations',
  editableTexts: [
    'chat.greeting',
    'chat.menu',
    'chat.help',
    'chat.not_understood',
    'chat.not_readable',
    'chat.picture_unasked',
    'chat.cancelled',
    'chat.thanks',
    'chat.timeout',
    'chat.person',
  ],
  jobs: [sweepTimeoutsJob, timeOutJob],
  async start({ manifests, services }) {
    const flows = flowsOf(manifests);
    checkFlows(
      flows,
      manifests.flatMap((manifest) => manifest.chatAdapters ?? []),
      texts(),
    );
    services.flows = gatherFlows(flows, texts());
    services.conversations = { handle, returnsToFlow, resume, placesOf };
    return undefined;
  },
});
