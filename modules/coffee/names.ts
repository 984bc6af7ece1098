import type { Role } from '../../kernel/ctx/index.ts';
import type { StaffRole } from '../../kernel/module/index.ts';

/** permission → least role; null: machines only */
export const permissions: Record<string, Role | null> = {
  'coffee.read': 'viewer',
  'coffee.operate': 'ops',
  'coffee.refund': 'admin',
  'coffee.manage': 'admin',
  'coffee.report': null,
};

/** The technician keeps machines going. */
export const staffRoles: StaffRole[] = [
  {
    key: 'coffee.technician',
    permissions: ['coffee.read', 'coffee.operate', 'device.read', 'events.read'],
    pages: ['/coffee/alarms', '/coffee/round', '/coffee/machines', '/coffee/bins', '/coffee/map', '/coffee/log'],
  },
];

/** refusal code → HTTP status */
export const errors: Record<string, number> = {
  'coffee.merchant.not_found': 404,
  'coffee.merchant.name_taken': 409,
  'coffee.location.not_found': 404,
  'coffee.location.name_taken': 409,
  'coffee.location.half_coordinates': 400,
  'coffee.machine.not_found': 404,
  'coffee.machine.serial_taken': 409,
  'coffee.import.serial_malformed': 400,
  'coffee.import.degrees': 400,
  'coffee.import.location_missing': 400,
  'coffee.import.tags_malformed': 400,
  'coffee.import.bin_malformed': 400,
  'coffee.import.quantity_malformed': 400,
  'coffee.machine.location_unknown': 400,
  'coffee.machine.merchant_unknown': 400,
  'coffee.machine.not_yours': 403,
  'coffee.machine.retired': 409,
  'coffee.bin.not_found': 404,
  'coffee.bin.twice': 400,
  'coffee.bin.threshold_above': 400,
  'coffee.material.not_found': 404,
  'coffee.material.code': 400,
  'coffee.material.unit': 400,
  'coffee.material.cost': 400,
  'coffee.material.code_taken': 409,
  'coffee.material.unit_fixed': 409,
  'coffee.recipe.not_found': 404,
  'coffee.recipe.code_taken': 409,
  'coffee.recipe.newer': 409,
  'coffee.recipe.same': 409,
  'coffee.package.not_found': 404,
  'coffee.package.twice': 400,
  'coffee.package.empty': 409,
  'coffee.command.not_found': 404,
  'coffee.command.too_many': 409,
  'coffee.command.not_sent': 409,
  'coffee.command.over': 409,
  'coffee.command.withdrawn': 409,
  'coffee.command.contradicts': 409,
  'coffee.command.in_rollout': 409,
  'coffee.batch.not_found': 404,
  'coffee.batch.none': 409,
  'coffee.batch.too_many': 409,
  'coffee.batch.state': 409,
  'coffee.alarm.not_found': 404,
  'coffee.alarm.cleared': 409,
  'coffee.alarm.nobody': 400,
  'coffee.alarm.mute_until': 400,
  'coffee.firmware_line': 400,
  'coffee.map_tiles': 400,
  'coffee.map_attribution': 400,
  'coffee.rollout.not_found': 404,
  'coffee.rollout.stages': 400,
  'coffee.rollout.none': 409,
  'coffee.rollout.busy': 409,
  'coffee.rollout.state': 409,
  'coffee.span.backwards': 400,
  'coffee.span.too_long': 400,
  'coffee.order.not_found': 404,
  'coffee.order.currency': 400,
  'coffee.order.amount': 400,
  'coffee.order.unreadable': 400,
  'coffee.order.no_exception': 409,
  'coffee.order.not_sold': 409,
  'coffee.charge.not_found': 404,
  'coffee.charge.contradicts': 409,
  'coffee.refund.too_much': 409,
  'coffee.refund.reason_blank': 400,
  'coffee.refund.changed': 409,
  'coffee.refund.repeated': 409,
  'coffee.name_blank': 400,
};

export const MERCHANT = 'coffee.merchant';
export const LOCATION = 'coffee.location';
export const MACHINE = 'coffee.machine';
export const MATERIAL = 'coffee.material';
export const RECIPE = 'coffee.recipe';
export const PACKAGE = 'coffee.package';
/** what one machine is told */
export const COMMAND = 'coffee.command';
/** what many machines are told at once */
export const BATCH = 'coffee.batch';
/** something is wrong with a machine */
export const ALARM = 'coffee.alarm';
export const SERVICE_HOURS = 'coffee.service_hours';
export const NOTICE_CHOICE = 'coffee.notice_choice';
/** a package on its way to machines, in stages */
export const ROLLOUT = 'coffee.rollout';
export const ORDER = 'coffee.order';
/** a payment that a machine asked for */
export const CHARGE = 'coffee.charge';
/** where the money of orders goes in the ledger */
export const INCOME = 'income:coffee';
/** the kind of device that a machine is */
export const MACHINE_DEVICE = 'coffee.machine';
