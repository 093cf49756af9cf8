/**
 * What a property says by its name when Segment's account stands in it.
 *
 * The words were collected from 1,557 properties of @pulumi/gcp 9.37.0 and 492 of other providers that can hold a
 * service account (read November 2026). A property of a resource that nobody here has heard of is judged by them, so
 * that no list of resources has to be complete.
 */

/** Running as the account: anyone who reaches or edits the workload holds its tokens. */
const runsAs =
  /^(?:(?!kms)[a-z_-]*service_?account(?:_?s|_?email|_?name|_?id|_?ref)?|run_?as[a-z_]*|act_?as|execution_?user|effective_?identity|custom_?writer_?identity|iam\.gke\.io\/gcp-service-account|impersonate[a-z_]*)$/i;

/** Who acts or is let in. */
const actors =
  /^(?:service_?accounts?.*|.*service_?account.*|(?:[a-z]+_?)?members?(?:_?(?:key|id|e?mail|name|object_?id))?|iam_?members?|.*principals?|grantees?|users?|user_?(?:names?|by_?email|emails?|ids?)|.*user|username|entity|entities|role_?entit(?:y|ies)|.*identit(?:y|ies)|administrators?|.*operators?|.*client_?e?mail|bound_?.*|run_?as.*|act_?as.*|impersonate.*|delegates?|subjects?|email|emails|accounts?|account_?(?:email|id)|accessors?|readers?|writers?|.*owners?|admins?|.*admin_?users|editors?|viewers?|invokers?|sudo.*|allowed?_?(?:members|users|principals|accounts).*|acls?|access|.*polic(?:y|ies)(?:_?data)?|bindings?|iam.*)$/i;

/** Text that is run, applied or read by something that is. */
const code =
  /^(?:args?|arguments|command|commands|.*scripts?(?:_?contents?)?|create|update|delete|read|diff|stdin|interpreter|triggers|body|.*query|queries|.*sql|definition.*|.*template|yaml|manifests?|values|set|source_?contents?|contents?|content_?base64|data|string_?data|environment.*|env.*|entrypoint|steps?|substitutions|user[-_]?data.*|cloud[-_]?config|startup.*|.*code|.*variables?|app_?settings|actions?|ddls?|build_?args|container_?definitions|metadata|params|(?:[a-z]+_?)?parameters?(?:_?values|_?data)?|.*properties|.*uris?|image|expression|configs?|.*spec|inputs?|payload|message|inline.*|code|run)$/i;

/** Types whose resources run code or apply manifests whatever the property is called. */
const codeTypes =
  /^(?:command:|pulumi-[a-z]+:dynamic[:/]|kubernetes:|docker:|null:|local:|terraform:|cloudinit:|deploymentmanager:|gcp:deploymentmanager|gcp:cloudbuild|gcp:workflows|gcp:configdeployment|gcp:inframanager|gcp:config\/|aws:cloudformation|azure.*[dD]eployment|pulumiservice:index:DeploymentSettings|tfe:|spacelift:|env0:)/;

/** Types whose resources let somebody in whatever the property is called. */
const actorTypes =
  /:[A-Za-z0-9]*(?:User|Login|Grant|Grants|Member|Members|Membership|Memberships|Binding|Permission|Permissions|Acl|ACL|AccessControl)(?:Patch)?$/;

/** Places where an address is only text, each with the reason. */
const harmless: readonly (readonly [name: RegExp, because: string])[] = [
  [/^(?:.*labels?|annotations?|tags?|resource_?tags)$/i, "a label names things and grants nothing"],
  [
    /^(?:titles?|display_?name|descriptions?|comments?|notes?|documentation|summary|reason|justification)$/i,
    "prose",
  ],
  [
    /^(?:.*filters?|.*(?:_f|F)ilter(?:_?expression)?|excluded?.*|exempt.*|deny.*|denied.*)$/i,
    "a filter selects, an exclusion takes away",
  ],
  [
    /^(?:.*contacts?|.*contact_?emails?|target_?service_?accounts?|notification_?(?:emails?|config.*)|.*_?recipients?|email_?addresses|owner_?emails)$/i,
    "mail is sent there, or machines are selected",
  ],
  [
    /^(?:keepers|triggers_?replace|etag|fingerprint|self_?link|unique_?id|effective_?labels|pulumi_?labels)$/i,
    "it makes a resource be made again, or is computed",
  ],
];

/** Resources that give no access: settings that a program reads with rights of its own, and monitoring. */
const settings =
  /^(?:kubernetes:core\/v1:ConfigMap(?:Patch)?|gcp:bigquery\/table:Table|pulumiservice:index:Environment|.*:[A-Za-z]*(?:Monitor|Dashboard|Alert|AlertPolicy|Slo))$/;

/** Words of texts that grant, wherever they are kept. */
const granting =
  /\b(?:gcloud|gsutil|bq)\s|add-iam-policy-binding|set-?iam-?policy|\bgrant\s+`?roles\/|google_[a-z_]*iam_|\bkind:\s*iam|\bgcp-login\b|\.googleapis\.com\/(?:[a-z]+\/)?v\d/;

export type MentionKind = "runs-as" | "actor" | "code" | "other" | "harmless";

/**
 * What a mention at a path of property names says; the last name that says something decides, if not the text itself.
 *
 * @param text in lower case
 */
export function mentionKind(type: string, path: readonly string[], text = ""): MentionKind {
  if (type.startsWith("pulumi:pulumi:Stack")) return "harmless";
  // They make it run or be made again, and are not run.
  if (path[0] === "triggers" && /^(?:command|time|random):/.test(type)) return "harmless";
  // A label's key is anybody's word.
  if (path.some((name) => harmless.some(([test]) => test.test(name))) && !path.some(isGkeAnnotation))
    return "harmless";
  if (granting.test(text)) return "code";
  if (settings.test(type)) return "other";
  const last = [...path].reverse();
  if (!codeTypes.test(type) || type.startsWith("kubernetes:")) {
    if (last.slice(0, 2).some((name) => runsAs.test(name))) return "runs-as";
    if (actorTypes.test(type) || last.some((name) => actors.test(name))) return "actor";
  }
  return codeTypes.test(type) || last.some((name) => code.test(name)) ? "code" : "other";
}

/** With this annotation a Kubernetes account acts as a Google one. */
function isGkeAnnotation(name: string): boolean {
  return name === "iam.gke.io/gcp-service-account";
}
