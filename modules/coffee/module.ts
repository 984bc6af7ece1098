import { defineModule } from '../../kernel/module/index.ts';
import { alarmMessage } from './alarms/alarm.message.ts';
import { noticesJob, watchJob } from './alarms/alarms.job.ts';
import { getAlarm } from './alarms/alarms.query.ts';
import { alarmRoutes } from './alarms/alarms.routes.ts';
import { getBatch } from './batches/batches.query.ts';
import { batchRoutes } from './batches/batches.routes.ts';
import { getCommand } from './commands/commands.query.ts';
import { commandRoutes } from './commands/commands.routes.ts';
import { sweepCommandsJob } from './commands/sweep-commands.job.ts';
import { dashboardRoutes } from './dashboard/dashboard.routes.ts';
import { figures } from './figures.ts';
import { heartbeatRoutes } from './heartbeats/heartbeats.routes.ts';
import { locationRoutes } from './locations/locations.routes.ts';
import { binRoutes } from './machines/bins.routes.ts';
import { machinesImport } from './machines/machines.import.ts';
import { withSerial } from './machines/machines.query.ts';
import { machineRoutes } from './machines/machines.routes.ts';
import { countFleet } from './machines/observe.ts';
import { mapRoutes } from './map/map.routes.ts';
import { pictureOrigins } from './map/picture-origins.query.ts';
import { materialsImport } from './materials/materials.import.ts';
import { materialRoutes } from './materials/materials.routes.ts';
import { merchantLimit } from './merchants/merchant.limit.ts';
import { merchantNames } from './merchants/merchants.query.ts';
import { merchantRoutes } from './merchants/merchants.routes.ts';
import { machineMessages } from './messages.ts';
import { errors, MACHINE_DEVICE, permissions, staffRoles } from './names.ts';
import { chargePayable } from './orders/charge-payable.ts';
import { ordersExport } from './orders/orders.export.ts';
import { getOrder } from './orders/orders.query.ts';
import { orderRoutes } from './orders/orders.routes.ts';
import { getPackage } from './packages/packages.query.ts';
import { packageRoutes } from './packages/packages.routes.ts';
import { personalData } from './personal-data.ts';
import { recipeRoutes } from './recipes/recipes.routes.ts';
import { advanceRolloutJob } from './rollouts/advance-rollout.job.ts';
import { getRollout } from './rollouts/rollouts.query.ts';
import { rolloutRoutes } from './rollouts/rollouts.routes.ts';
import { sweepRolloutsJob } from './rollouts/sweep-rollouts.job.ts';
import { searchers } from './searchers.ts';
import { seed } from './seed.ts';
import { coffeeSettings } from './settings.ts';
import { coffeeSimulation } from './simulator/coffee.simulation.ts';
import { demoFleet } from './simulator/demo-fleet.ts';
import { startSteps } from './start-steps.ts';
import { rollUpStatusJob } from './status/roll-up-status.job.ts';
import { statusRoutes } from './status/status.routes.ts';
import { roundExport } from './stock/round.export.ts';
import { stockRoutes } from './stock/stock.routes.ts';
import { waiting } from './waiting.ts';

/** A fleet of coffee machines: everything it registers with the server, and nothing else. */
export const coffee = defineModule({
  name: 'coffee',
  editableTexts: ['messages.coffee'],
  features: [
    'merchants',
    'locations',
    'materials',
    'recipes',
    'machines',
    'packages',
    'status',
    'alarms',
    'stock',
    'heartbeats',
    'commands',
    'batches',
    'rollouts',
    'orders',
    'dashboard',
    'map',
    'log',
    'console',
    'simulator',
  ],
  permissions,
  staffRoles,
  searchers,
  figures,
  waiting,
  startSteps,
  errors,
  settings: [coffeeSettings],
  pictureOrigins,
  topics: {
    'coffee.merchant': 'coffee.read',
    'coffee.location': 'coffee.read',
    'coffee.machine': 'coffee.read',
    'coffee.order': 'coffee.read',
    'coffee.material': 'coffee.read',
    'coffee.recipe': 'coffee.read',
    'coffee.package': 'coffee.read',
    'coffee.command': 'coffee.read',
    'coffee.batch': 'coffee.read',
    'coffee.alarm': 'coffee.read',
    'coffee.rollout': 'coffee.read',
  },
  limits: [merchantLimit],
  deviceKinds: [{ kind: MACHINE_DEVICE, permissions: ['coffee.report'], codeMinutes: 10_080, withSerial }],
  deviceMessages: [machineMessages],
  machineEvents: {
    'coffee.status.reported': {
      table: 'coffee_status',
      distinguishedBy: 'the row says which machine',
    },
    'coffee.command.heard': {
      table: 'coffee_command',
      distinguishedBy: 'the row says which machine, and its steps what it said when',
    },
    'coffee.alarm.watched': {
      table: 'coffee_alarm',
      distinguishedBy: 'the row says which machine, when it began and when it ended',
    },
    'coffee.refill.measured': {
      table: 'coffee_refill',
      distinguishedBy: 'the row says which machine, and that it was measured',
    },
    'coffee.order.reported': {
      table: 'coffee_order',
      distinguishedBy: 'the row says which machine, and the ledger has an entry of the same transaction',
    },
  },
  seed,
  personalData,
  subjectNames: { 'coffee.merchant': merchantNames },
  eventRecords: {
    'coffee.alarm': getAlarm,
    'coffee.batch': getBatch,
    'coffee.command': getCommand,
    'coffee.order': getOrder,
    'coffee.package': getPackage,
    'coffee.rollout': getRollout,
  },
  retention: [
    { table: 'coffee_status', by: 'partition', days: 100 },
    { table: 'coffee_status_hour', by: 'batch', age: 'hour_at', days: 800 },
    // A command is good for thirty days at most, so that none of these is open.
    { table: 'coffee_command', by: 'batch', age: 'id', days: 400 },
    { table: 'coffee_batch', by: 'batch', age: 'id', days: 430 },
    { table: 'coffee_stock_span', by: 'batch', age: 'id', days: 90 },
    { table: 'coffee_use_day', by: 'batch', age: 'used_on', days: 400 },
    { table: 'coffee_refill', by: 'batch', age: 'id', days: 400 },
    { table: 'coffee_alarm', by: 'batch', age: 'id', days: 400, only: 'cleared_at is not null' },
    // Items go with their orders. Sums, refunds and the ledger stay.
    { table: 'coffee_order', by: 'partition', days: 1100, archive: true },
    { table: 'coffee_order_item', by: 'partition', days: 1100, archive: true },
  ],
  jobs: [sweepCommandsJob, sweepRolloutsJob, advanceRolloutJob, watchJob, noticesJob, rollUpStatusJob],
  messages: [alarmMessage],
  metrics: countFleet,
  simulations: [coffeeSimulation],
  demo: demoFleet,
  payables: [chargePayable],
  exporters: [ordersExport, roundExport],
  importers: [materialsImport, machinesImport],
  routes: [
    ...merchantRoutes,
    ...locationRoutes,
    ...machineRoutes,
    ...binRoutes,
    ...statusRoutes,
    ...heartbeatRoutes,
    ...orderRoutes,
    ...materialRoutes,
    ...recipeRoutes,
    ...packageRoutes,
    ...commandRoutes,
    ...batchRoutes,
    ...alarmRoutes,
    ...rolloutRoutes,
    ...stockRoutes,
    ...mapRoutes,
    ...dashboardRoutes,
  ],
});
