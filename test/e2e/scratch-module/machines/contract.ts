import { Type } from 'typebox';

export const ReportInput = Type.Object(
  { number: Type.Integer({ minimum: 1, maximum: 2_000_000_000 }), loads: Type.Integer({ minimum: 0, maximum: 1000 }) },
  { additionalProperties: false },
);
export const ReportTaken = Type.Object({ taken: Type.Boolean({ description: 'false: it was here already' }) });
export type ReportInput = Type.Static<typeof ReportInput>;
