export type { CommandGrant, CommandGrants, CommandTarget, KeyCreation } from "./commandGrant";
export { readCommandGrants } from "./readCommandGrants";
