import { type Static, Type } from 'typebox';

export const ReportInput = Type.Object(
  { id: Type.String({ format: 'uuid' }), loads: Type.Integer({ minimum: 0, maximum: 1000 }) },
  { additionalProperties: false },
);
export const ReportTaken = Type.Object({ taken: Type.Boolean({ description: 'false: it was here already' }) });
export type ReportInput = Static<typeof ReportInput>;
