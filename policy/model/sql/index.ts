export type { SqlGrant, SqlTarget } from "./grantStatement";
export { readSqlGrants, type SqlGrants } from "./readSqlGrants";
