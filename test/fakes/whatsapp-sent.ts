/** A message of ours that arrived. */
export type WaSent = {
  id: string;
  /** phone or user id, as we addressed it */
  to: string;
  type: string;
  /** the request's body */
  body: { biz_opaque_callback_data?: string; interactive?: { type: string } };
  /** what the person reads: text, caption or the question */
  text: string;
  /** titles of buttons or rows, and the ids that a tap returns */
  choices: { id: string; title: string }[];
  /** bytes of its picture or document */
  file: Buffer | undefined;
  at: number;
};
