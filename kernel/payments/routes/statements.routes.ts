export const statementRoutes = [];
