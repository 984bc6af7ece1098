/**
 * A role by trade: what its holders may do, and what their menu holds. Owners change them and make their own
 * (kernel/tenancy). Its name is the text `console.staff_role.<key>`.
 */
export type StaffRole = {
  /** `<package or module>.<trade>`, e.g. `exhibition.cashier` */
  key: string;
  permissions: readonly string[];
  /** and whatever a viewer sees */
  looks?: true;
  /** the entries of their menu, by their addresses, the first is where they arrive; absent: whatever they may see */
  pages?: readonly string[];
};
