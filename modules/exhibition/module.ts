import { orgOf } from '../../kernel/ctx/index.ts';
import { exportRoutes } from '../../kernel/exports/index.ts';
import { defineModule } from '../../kernel/module/index.ts';
import { portalSubject } from './domain/portal-subject.ts';
import { billsExport, customersExport } from './exports.ts';
import { customersImport } from './imports.ts';
import { welcome } from './messages/welcome.ts';
import { customerRegistered } from './mirrored.ts';
import { errors, permissions } from './names.ts';
import { pages } from './pages.ts';
import { followLink } from './queries/portal.ts';
import { billRoutes } from './routes/bills.routes.ts';
import { customerRoutes } from './routes/customers.routes.ts';
import { documentRoutes } from './routes/documents.routes.ts';
import { exhibitionRoutes } from './routes/exhibitions.routes.ts';
import { portalRoutes } from './routes/portal.routes.ts';
import { seed } from './seed.ts';
import { exhibitionSettings } from './settings.ts';

/** The exhibition desk: everything it registers with the server, and nothing else. */
export const exhibition = defineModule({
  name: 'exhibition',
  permissions,
  errors,
  settings: [exhibitionSettings],
  pages,
  routes: [
    ...exhibitionRoutes,
    ...exportRoutes(customersExport, '/exhibition/customers/export'),
    ...exportRoutes(billsExport, '/exhibition/bills/export'),
    ...documentRoutes,
    ...customerRoutes,
    ...billRoutes,
    ...portalRoutes,
  ],
  topics: {
    'exhibition.exhibition': 'exhibition.read',
    'exhibition.customer': 'exhibition.read',
    'exhibition.bill': 'exhibition.read',
  },
  messages: [welcome],
  mirrored: [customerRegistered],
  exporters: [customersExport, billsExport],
  importers: [customersImport],
  async portalGrant(ctx, token) {
    const link = await followLink(ctx, token);
    return link && { organization: orgOf(link.inside), subject: portalSubject(link.customerId) };
  },
  seed,
});
