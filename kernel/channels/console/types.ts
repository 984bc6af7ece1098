import type { InboxEvent } from '../../inbox/contract.ts';
import type { Camelized } from '../../ui/index.ts';
import type * as contract from '../contract.ts';

/** The contract's answers as the screens use them. */
export type Row = Camelized<contract.ConversationRow>;
export type View = Camelized<contract.ConversationView>;
export type Line = Camelized<contract.ConversationLine>;
export type Counts = Camelized<contract.ConversationCounts>;
export type Channel = Camelized<contract.ChannelView>;
export type FailedEvent = Camelized<InboxEvent>;
