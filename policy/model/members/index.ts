export { memberText, type BasicRole, type Member } from "./member";
export { parseAccessEntry, type AccessPrincipal } from "./parseAccessEntry";
export { isServiceAccountEmail, parseMember } from "./parseMember";
