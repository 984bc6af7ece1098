/** The part of GET /session that this page needs. */
export type Office = {
  user: { name: string };
  organization: { id: string; name: string; timeZone: string } | null;
  organizations: { id: string; name: string }[];
  permissions: string[];
  modules: string[];
};
