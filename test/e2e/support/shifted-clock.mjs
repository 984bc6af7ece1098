// Loaded before the program (`node --import`): its clock goes CLOCK_SHIFT_MS ahead of the machine's.
const ahead = Number(process.env.CLOCK_SHIFT_MS);
const machine = Date.now.bind(Date);

globalThis.Date = class extends Date {
  constructor(...parts) {
    super(...(parts.length === 0 ? [machine() + ahead] : parts));
  }
  static now() {
    return machine() + ahead;
  }
};
